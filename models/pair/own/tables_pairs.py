"""Opposites and synonyms, in groups. A group is `context : pair, pair, …` with pairs as `word/word`.

A context with `_` is a sentence frame for the words; several are separated by `;`. ANTONYMS exclude one
another there, SYNONYMS mean the same there. HYPER: `word>class`, with frames in which the class follows.
MODS: adjectives that may be dropped or added in front of a noun.
"""
ANTONYMS = """
The room at the end of the corridor was _.;{N} found the kitchen _.: clean/dirty, tidy/messy, dark/bright, warm/cold, empty/full, noisy/quiet, damp/dry, cramped/spacious, locked/unlocked, occupied/vacant, furnished/unfurnished, hot/chilly
The road to the village is _.;The path that leads to the lake was _ when they walked along it.: wide/narrow, straight/winding, smooth/rough, steep/flat, safe/dangerous, open/closed, long/short, wet/dry, icy/ice-free, paved/unpaved, even/uneven
{N} was _ when the letter came.;The old teacher seemed _ that morning.: happy/sad, calm/nervous, awake/asleep, sober/drunk, healthy/ill, angry/pleased, tired/rested, cheerful/gloomy, relaxed/tense, alive/dead, present/absent, confident/unsure, bored/fascinated
{N} was known to be _.;Everyone in the office describes the new manager as _.: honest/dishonest, generous/stingy, polite/rude, brave/cowardly, shy/outgoing, lazy/hardworking, patient/impatient, modest/arrogant, kind/cruel, clever/stupid, loyal/disloyal, careful/careless, strict/lenient, talkative/taciturn, reliable/unreliable, tolerant/intolerant, mature/immature
The answer given by the committee was _.;The report that reached the ministry turned out to be _.: correct/incorrect, true/false, complete/incomplete, clear/vague, accurate/inaccurate, legal/illegal, official/unofficial, positive/negative, reasonable/absurd, relevant/irrelevant, precise/imprecise, public/secret, useful/useless, simple/complicated, convincing/unconvincing, consistent/contradictory, early/late
The machine in the hall is _.;The car he bought last year was _.: new/old, expensive/cheap, heavy/light, fast/slow, big/small, modern/outdated, broken/intact, visible/invisible, portable/stationary, rare/common, genuine/fake, fragile/robust, powerful/weak, stable/unstable, loud/silent, efficient/inefficient, rusty/rust-free
The bread on the table was _.;The fruit they sold was _.: fresh/stale, raw/cooked, soft/hard, sweet/sour, ripe/unripe, edible/inedible, whole/sliced, tasty/disgusting, frozen/thawed
The water in the pool is _.;The lake behind the hut was _ in the first days of June.: deep/shallow, hot/cold, clear/murky, salty/fresh, polluted/unpolluted, rough/calm, frozen/ice-free, safe/unsafe
The first show of the tour was _.;The film, which took two years to make, was _.: successful/unsuccessful, boring/exciting, popular/unpopular, silent/deafening, memorable/forgettable, sold-out/half-empty, funny/unfunny, original/derivative
The boy's hair is _.;The rope they used was _.: long/short, wet/dry, thick/thin, straight/curly, loose/tight
The judge declared him _.;The court found the former director _.: guilty/innocent, solvent/bankrupt, sane/insane, fit/unfit
The prices of houses there _ in {Y}.;The number of visitors has _ since {Y}.: increased/decreased, risen/fallen, doubled/halved, grown/shrunk, soared/plummeted, gone up/gone down
The guard _ the gate at noon.;The caretaker _ the door of the school before leaving.: opened/closed, locked/unlocked, repaired/damaged, painted/sandblasted, guarded/abandoned
{N} _ the offer that the club had made.;The board _ the plan after a long debate.: accepted/rejected, approved/vetoed, praised/criticised, supported/opposed, confirmed/denied, remembered/forgot, welcomed/condemned, adopted/dropped, ignored/considered, defended/attacked
{N} _ the competition in {Y}.;The home side _ the final.: won/lost, entered/boycotted, organised/disrupted
The two sisters _ each other.;The neighbours _ each other for years.: loved/hated, trusted/mistrusted, avoided/sought out, helped/hindered, admired/despised
{N} _ the school in {Y}.;Her brother _ the army at the age of twenty.: joined/left, entered/quit
A man is _ the stairs.;Two girls are _ the hill.: climbing up/climbing down, going up/going down, running up/running down, walking up/walking down
A child is _ on the bench.;A tall woman in a coat is _ near the door.: standing/sitting, laughing/crying, sleeping/jumping, whispering/shouting, smiling/frowning, resting/working, kneeling/running, moving/standing still
A man is _ a truck.;Two workers are _ the lorry in front of the factory.: loading/unloading, pushing/pulling, filling/emptying, towing/driving, washing/soiling
The company _ money in {Y}.;Her parents _ a lot of money.: borrowed/lent, earned/lost, saved/wasted, received/gave away
The shop _ cars.;The dealer _ the painting for a large sum.: bought/sold, hid/displayed, found/lost, insured/left uninsured
The plane _ on time.;The boat _ at dawn.: arrived/departed, landed/took off, sank/surfaced
The new law _ smoking in bars.;The rules _ dogs on the beach.: allows/forbids, permits/prohibits, legalises/bans
The doctor _ the man's life.;The decision _ the firm.: saved/ended, helped/harmed, strengthened/weakened, built up/destroyed
The meeting _ at nine o'clock.;The war _ in {Y}.: began/ended, started/finished, broke out/came to an end
{N} drove home _ after the party.;The crowd left the hall _.: quickly/slowly, quietly/noisily, happily/sadly, alone/together, early/late, calmly/angrily, voluntarily/involuntarily, cheerfully/glumly
{N} answered the question _.;The minister replied _.: correctly/incorrectly, politely/rudely, honestly/dishonestly, directly/evasively, truthfully/untruthfully, immediately/hesitantly, briefly/at length, privately/publicly, angrily/calmly
{N} _ visits the old house.;The team _ wins at home.: always/never, often/rarely, frequently/seldom, usually/hardly ever
The village lies _ the bridge.;The cat sat _ the table.: above/below, in front of/behind, on top of/underneath, far from/close to
The bomb fell _ the wall.;The dog waited _ the house.: inside/outside, in front of/behind, to the left of/to the right of
{N} was born _ the war.;The house was built _ the flood.: before/after, during/long after
The game ended in a _.;The campaign was a _ for the party.: victory/defeat, success/failure, triumph/disaster
The report gave the _ cost.;The sign shows the _ speed.: maximum/minimum, highest/lowest, actual/estimated
{N} is the _ of the two.;Her cousin is the _ of the pair.: elder/younger, taller/shorter, richer/poorer, stronger/weaker, faster/slower, heavier/lighter, better/worse
The _ of the castle was destroyed.;Tourists gathered at the _ of the tower.: top/bottom, front/back, left side/right side, entrance/exit, inside/outside, east side/west side
The _ gate was closed.;They waited at the _ entrance.: front/rear, upper/lower, northern/southern, eastern/western, inner/outer, left/right, old/new
The _ of the story is a child.;The _ of the play surprised everyone.: hero/villain, beginning/end
{N} is a _.;The man at the bar said that he was a _.: bachelor/husband, vegetarian/meat eater, pacifist/warmonger, beginner/expert, believer/atheist, native/foreigner, winner/loser, smoker/non-smoker, amateur/professional, optimist/pessimist, guest/host, tenant/landlord
The soldiers _ the town.;The rebels _ the fort on the hill.: attacked/defended, captured/surrendered, entered/left, destroyed/spared, besieged/relieved
{N} was _ in {Y}.;The officer was _ two years later.: arrested/released, promoted/demoted, hired/fired, married/divorced, elected/voted out, convicted/acquitted, praised/reprimanded
The lights in the hall were _.;The engine is _.: switched on/switched off, on/off, broken/working
The material is _.;The liquid they tested was _.: solid/liquid, transparent/opaque, flexible/rigid, toxic/harmless, natural/artificial, acidic/alkaline, soluble/insoluble, flammable/fireproof, magnetic/non-magnetic, waterproof/porous
"""
SYNONYMS = """
The house on the corner is _.;The garden behind the school was _.: big/large, huge/enormous, tiny/minute, lovely/delightful, untidy/messy, vacant/unoccupied, gigantic/colossal, ugly/unsightly, old/aged, quiet/silent, hidden/concealed, empty/deserted
{N} was _ when the letter came.;The old teacher seemed _ that morning.: happy/glad, sad/unhappy, angry/cross, ill/sick, tired/weary, scared/frightened, afraid/fearful, surprised/astonished, furious/enraged, nervous/anxious, calm/composed, bewildered/confused, drunk/intoxicated, cheerful/merry, amazed/astounded
{N} was known to be _.;Everyone describes the new manager as _.: clever/smart, brave/courageous, rich/wealthy, stingy/miserly, honest/truthful, polite/courteous, lazy/idle, modest/humble, rude/impolite, stubborn/obstinate, cautious/careful, famous/well-known, foolish/silly, reliable/dependable, generous/open-handed, talkative/chatty, industrious/hardworking
The answer was _.;The report turned out to be _.: correct/right, wrong/incorrect, vague/unclear, strange/odd, brief/short, false/untrue, complete/full, necessary/required, important/significant, evident/obvious, accurate/exact, peculiar/weird, crucial/vital, sufficient/enough, useless/worthless, absurd/ridiculous
The task was _.;The journey over the mountains was _.: difficult/hard, easy/simple, dangerous/hazardous, boring/dull, impossible/unfeasible, exhausting/very tiring, exciting/thrilling, perilous/risky, pleasant/enjoyable, terrible/awful
The car was _.;The machine in the hall is _.: fast/quick, costly/expensive, broken/out of order, inexpensive/cheap, durable/long-lasting, modern/up-to-date, wonderful/marvellous, damaged/harmed
The meeting _ at nine o'clock.;The concert _ shortly after the speech.: began/started, ended/finished, commenced/began, concluded/ended, took place/was held
{N} _ the shop in {Y}.;The family _ the business soon afterwards.: bought/purchased, shut/closed, founded/set up, left/departed from, built/constructed, expanded/enlarged, acquired/bought, established/founded, ruined/wrecked
{N} _ the offer.;The board _ the plan.: rejected/turned down, accepted/agreed to, altered/changed, postponed/put off, abandoned/gave up, explained/clarified, examined/inspected, considered/thought about, praised/commended, cancelled/called off, discussed/talked about
{N} _ the ball.;The girl _ the box onto the cart.: threw/tossed, grabbed/seized, hurled/flung, lifted/raised
{N} _ for help.;The boys _ when they saw the dog.: shouted/yelled, cried out/called out, screamed/shrieked
A man is _ to the woman.;Two neighbours are _ in the street.: talking/speaking, chatting/having a chat, yelling/shouting
A boy is _ near the fence.;The children are _ in the field.: running/sprinting, jumping/leaping, resting/having a rest, hiding/concealing themselves, strolling/taking a walk, weeping/crying
The number of visitors _ in {Y}.;The price of bread _ last year.: rose/increased, fell/decreased, dropped/went down, soared/shot up, doubled/became twice as high
The soldiers _ the town.;The enemy _ the bridge.: attacked/assaulted, destroyed/demolished, captured/took, encircled/surrounded, defended/protected, seized/captured
{N} _ in {Y}.;The painter _ at the age of eighty.: died/passed away, retired/stopped working, got married/wed, emigrated/left the country
The thief was _.;The suspect was _ the next day.: caught/apprehended, arrested/taken into custody, freed/released, jailed/imprisoned, executed/put to death, wounded/injured, questioned/interrogated
{N} drove home _.;The crowd left _.: quickly/rapidly, quietly/silently, slowly/at a slow pace, suddenly/all of a sudden, immediately/at once, unwillingly/reluctantly, fast/speedily
{N} _ visits the old house.;The old man _ walks to the harbour.: often/frequently, rarely/seldom, sometimes/occasionally, usually/normally
The _ was loud.;Everyone heard the _.: noise/racket, quarrel/argument, yell/shout, blast/explosion, applause/clapping
{N} bought a new _.;The only thing missing was the _.: sofa/couch, car/automobile, bicycle/bike, lorry/truck, telephone/phone, refrigerator/fridge, jumper/sweater, torch/flashlight, rucksack/backpack, spectacles/glasses, television/TV, aeroplane/airplane, photograph/photo, present/gift, cellphone/mobile phone, pram/baby carriage
{N} works as a _.;The man beside her is a _.: doctor/physician, lawyer/attorney, policeman/police officer, teacher/schoolteacher, sailor/seaman, author/writer, film-maker/movie maker, cab driver/taxi driver, shopkeeper/store owner, fireman/firefighter, barber/men's hairdresser, postman/mailman
They found the _ in the cellar.;The police photographed the _.: corpse/dead body, rubbish/garbage, infant/baby, rabbit/bunny, rock/stone, picture/image, error/mistake, gap/opening
The film was shown in the _.;They met in the _ at noon.: cinema/movie theatre, forest/woods, airport/airfield, shop/store, street/road, city centre/downtown area, motorway/freeway, flat/apartment, lift/elevator
{N} _ a large sum of money.;His parents _ the prize.: obtained/got, received/were given, collected/gathered, required/needed, donated/gave away
The _ lasted for years.;The newspaper wrote about the _.: war/armed conflict, illness/disease, friendship/friendly relationship, search/hunt, trip/journey, marriage/matrimony, famine/food shortage, revolt/uprising
The museum has _ two hundred paintings.;{N} wrote _ two hundred songs.: about/approximately, nearly/almost, more than/over, fewer than/less than, roughly/around, at least/no fewer than, at most/no more than, exactly/precisely
The house stands _ the church.;The boy sat _ his mother.: beside/next to, near/close to, in front of/before, opposite/across from
"""
HYPER = """
A {X} was found behind the station.;The police took a photograph of the {X}.;The painting shows a {X} in a meadow.;{N} owns a {X}.: poodle>dog, terrier>dog, spaniel>dog, stallion>horse, mare>horse, pony>horse, hen>bird, sparrow>bird, eagle>bird, salmon>fish, trout>fish, shark>fish, beetle>insect, butterfly>insect, wasp>insect, cobra>snake, viper>snake, lizard>reptile, crocodile>reptile, whale>mammal, bat>mammal, lamb>animal, kitten>cat, puppy>dog, calf>animal, sedan>car, taxi>vehicle, tram>vehicle, ferry>ship, canoe>boat, yacht>boat, rifle>weapon, dagger>weapon, sword>weapon, hammer>tool, chair>piece of furniture, rose>flower, tulip>flower, daisy>flower, oak>tree, helicopter>aircraft, glider>aircraft, violin>musical instrument, flute>musical instrument, necklace>piece of jewellery, ring>piece of jewellery, novel>book, dictionary>book, doll>toy, sandal>shoe, boot>shoe, cottage>house, villa>house
{N} is a {X}.;The letter was written by a {X}.;The prize in {Y} went to a {X}.;A {X} lived in the house by the river.: surgeon>doctor, sergeant>soldier, violinist>musician, pianist>musician, drummer>musician, physicist>scientist, chemist>scientist, biologist>scientist, sprinter>athlete, swimmer>athlete, gymnast>athlete, poet>writer, novelist>writer, playwright>writer, sculptor>artist, painter>artist, senator>politician, mayor>politician, widow>woman, nun>woman, uncle>man, monk>man, bachelor>man, Parisian>French citizen, Bavarian>German, Texan>American, Sicilian>Italian, Scot>Briton, toddler>child, goalkeeper>football player
"""
MODS = "young,old,tall,thin,famous,tired,red-haired,local,retired,friendly,lonely,nervous,elderly,wealthy,busy,bearded,smiling,wet,muscular,foreign"
NAMES = "Anna Keller,John Marsh,Maria Lopez,Peter Novak,Susan Wright,David Osei,Ingrid Dahl,Thomas Reed,Leila Haddad,Kenji Mori,Paula Costa,Henry Webb,Clara Jansen,Omar Said,Ruth Adler,Victor Petrov,Emma Doyle,Luca Ferri,Grace Lin,Samuel Boyd"
# Role swaps: active with {A} and {B} | passive | (swap is a contradiction when it cannot be mutual).
ROLES = """
{A} defeated {B} in the final of the tournament in {Y}.|{B} was defeated by {A} in the final of the tournament in {Y}.
{A} succeeded {B} as head of the institute in {Y}.|{B} was succeeded by {A} as head of the institute in {Y}.
{A} is a parent of {B}.|{B} is a child of {A}.
{A} taught {B} at the music school in the {Y}s.|{B} was a pupil of {A} at the music school in the {Y}s.
{A} was born two years before {B}.|{B} was born two years after {A}.
{A} bought the house from {B} in {Y}.|{B} sold the house to {A} in {Y}.
{A} lent the money to {B}.|{B} borrowed the money from {A}.
{A} is older than {B}.|{B} is younger than {A}.
{A} received the manuscript from {B}.|{B} gave the manuscript to {A}.
{A} hired {B} as an assistant in {Y}.|In {Y}, {B} was hired by {A} as an assistant.
{A} is the supervisor of {B}.|{B} is supervised by {A}.
{A} was replaced by {B} at half-time.|{B} replaced {A} at half-time.
{A} was the last editor of the paper before {B}.|{B} followed {A} as editor of the paper.
{A} murdered {B} in the play's last act.|{B} was murdered by {A} in the play's last act.
{A} inherited the castle from {B}.|{B} left the castle to {A}.
"""
NUMBERS = """
The bridge is # metres long and was opened in {Y}.|The bridge is @ metres long.
The town had a population of # at the last census.|@ people lived in the town at the last census.
The album sold # copies in its first week, which surprised even the record company.|The album sold @ copies in its first week.
The stadium has # seats after the renovation.|The stadium has @ seats.
The earthquake killed # people in the region.|@ people died in the earthquake.
{N} scored # goals for the national team between {Y} and retirement.|{N} scored @ goals for the national team.
The library owns # manuscripts, most of them medieval.|The library has @ manuscripts.
The film earned # dollars on its opening weekend.|The film made @ dollars on its opening weekend.
The company employed # workers in {Y}.|The company had @ workers in {Y}.
The tower has # steps, and there is no lift.|The tower has @ steps.
"""
CLAIMS = """
{N} was born in Hamburg in {Y}.|where {N} was born
{N} won a gold medal at the Olympic Games.|any medals won by {N}
The hotel has a swimming pool on the roof.|a swimming pool
The bridge was closed for repairs in {Y}.|repairs to the bridge
The company was sold to a Swiss bank.|a sale of the company
{N} had three children from two marriages.|{N}'s family
The church was destroyed by fire in {Y}.|a fire at the church
The recipe contains butter and almonds.|the ingredients
The novel was translated into forty languages.|translations of the novel
{N} speaks fluent Portuguese.|the languages that {N} speaks
The concert was cancelled because of rain.|the weather
The suspect drove a stolen van.|a van
"""
