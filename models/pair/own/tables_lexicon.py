"""Words that exclude one another (same kind, different thing) with the class they belong to, and frames.

SETS: kind | class word (for class -> word: neutral; word -> class: entailment) or - | members.
FRAMES: kind | premise with {X} | short hypothesis with {X} (entailed by the premise). One {X} each; a frame
is only written for a kind where a second member cannot be true of the same thing.
"""
SETS = """
colour|-|red,blue,green,yellow,black,white,purple,orange,brown,grey,pink,turquoise,beige,crimson
nationality|European|French,German,Italian,Spanish,Polish,Swedish,Norwegian,Danish,Greek,Portuguese,Irish,Austrian,Finnish,Hungarian,Belgian
nationality2|Asian|Japanese,Korean,Chinese,Vietnamese,Thai,Indian,Indonesian,Mongolian,Nepalese
country|European country|France,Germany,Italy,Spain,Poland,Sweden,Norway,Denmark,Greece,Portugal,Ireland,Austria,Finland,Hungary,Belgium,Bulgaria
country2|African country|Kenya,Nigeria,Egypt,Morocco,Ghana,Ethiopia,Senegal,Uganda,Zambia,Tunisia
city|city|London,Paris,Berlin,Rome,Madrid,Vienna,Tokyo,Chicago,Boston,Toronto,Sydney,Mumbai,Cairo,Lisbon,Dublin,Oslo,Prague,Warsaw,Seattle,Denver
instrument|musical instrument|guitar,piano,violin,cello,flute,trumpet,clarinet,saxophone,drum,harp,accordion,banjo,trombone,oboe
planet|planet|Mercury,Venus,Mars,Jupiter,Saturn,Uranus,Neptune
room|room|kitchen,bedroom,bathroom,living room,dining room,cellar,attic,library,nursery
material|material|wood,steel,glass,plastic,marble,concrete,copper,leather,stone,bronze,cardboard,clay
vegetable|vegetable|carrot,potato,onion,cabbage,cucumber,leek,turnip,radish,broccoli floret,cauliflower,pumpkin
fruit|fruit|apple,pear,banana,orange,peach,plum,mango,lemon,kiwi,fig,pineapple,apricot
drink|drink|coffee,tea,beer,wine,milk,orange juice,lemonade,cider,hot chocolate,whisky
animal|animal|dog,cat,horse,cow,sheep,goat,pig,rabbit,donkey,camel,fox,bear,elephant,monkey
bird|bird|parrot,eagle,pigeon,owl,crow,swan,duck,robin,heron,penguin
vehicle|vehicle|car,bus,lorry,van,motorcycle,bicycle,tractor,taxi,tram,ambulance
profession|-|doctor,teacher,lawyer,engineer,nurse,plumber,farmer,architect,journalist,baker,dentist,carpenter,electrician,librarian,soldier
month|-|January,February,March,April,May,June,July,August,September,October,November,December
weekday|day of the week|Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday
cardinal|-|two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,fifteen,twenty,thirty,forty
ordinal|-|first,second,third,fourth,fifth,sixth,seventh,eighth,ninth,tenth
season|season|spring,summer,autumn,winter
sport|sport|football,tennis,basketball,cricket,rugby,volleyball,hockey,badminton,baseball,golf
garment|garment|jacket,shirt,sweater,coat,dress,skirt,scarf,hat,raincoat,blouse
direction|direction|north,south,east,west
bodypart|part of the body|arm,leg,shoulder,ankle,knee,wrist,elbow,hip,foot,thumb
relation|relative|mother,father,sister,brother,aunt,uncle,cousin,grandmother,grandfather,niece,nephew
agegroup|person|boy,girl,old man,old woman,young man,young woman,toddler,teenager
size|-|tiny,medium-sized,huge
language|language|French,German,Italian,Spanish,Russian,Arabic,Japanese,Hindi,Turkish,Dutch,Swahili
weather|-|sunny,rainy,snowy,foggy,stormy
meal|meal|breakfast,lunch,dinner
religion|religious building|church,mosque,synagogue,temple
shape|shape|circle,square,triangle,hexagon,star
tool|tool|hammer,screwdriver,saw,spanner,chisel,drill,axe,shovel
furniture|piece of furniture|chair,table,sofa,bed,wardrobe,desk,bookcase,armchair
tree|tree|oak,birch,pine,maple,willow,chestnut,beech,cherry,olive,palm
metal|metal|gold,silver,copper,iron,aluminium,tin,zinc,platinum
century|-|14th,15th,16th,17th,18th,19th,20th
shop|shop|bakery,bookshop,pharmacy,butcher's,florist's,hardware store,toy shop
art|-|painting,sculpture,photograph,drawing,tapestry
genre|-|comedy,thriller,western,documentary,musical,horror film
degree|-|physics,history,law,medicine,economics,chemistry,philosophy,geography,music
"""
FRAMES = """
colour|A woman in a {X} dress is waiting for the bus outside the post office.|The woman's dress is {X}.
colour|The front door of the old house was painted {X} last summer by the new owners.|The door was painted {X}.
colour|{N} parked the {X} car next to the library before the meeting started.|{N}'s car is {X}.
colour|A child holding a {X} balloon runs across the lawn.|A child holds a {X} balloon.
colour|The flag of the club shows a single {X} lion on a plain field.|The lion on the flag is {X}.
colour|The cover of the first edition was {X}, with the title in small letters.|The first edition had a {X} cover.
nationality|{N} was a {X} composer who spent most of a long career writing for the theatre.|{N} was {X}.
nationality|The prize was awarded to a {X} chemist for work on enzymes.|A {X} chemist received the prize.
nationality|The film was made by a {X} director who had never worked abroad before.|The director of the film is {X}.
nationality2|The gold medal in the final went to a {X} swimmer, who set a new record.|A {X} swimmer won the gold medal.
nationality2|{N} is a {X} novelist best known for short historical fiction.|{N} is a {X} novelist.
country|{N} was born in {X} in {Y} and moved to the coast as a child.|{N} was born in {X}.
country|The tournament of {Y} was hosted by {X}.|{X} hosted the tournament in {Y}.
country|The company has its headquarters in {X}, where it employs about {K} people.|The headquarters of the company are in {X}.
country|The village lies in the far south of {X}, close to the border.|The village is in {X}.
country2|The expedition started in {X} in {Y} and lasted eleven months.|The expedition began in {X}.
country2|The athlete represented {X} at the Olympic Games.|The athlete competed for {X}.
city|{N} died in {X} in {Y} after a short illness.|{N} died in {X}.
city|The first conference of the society was held in {X}, in a hall that no longer stands.|The society held its first conference in {X}.
city|The museum, which opened in {Y}, is located in {X}.|The museum is in {X}.
city|The family flew to {X} for a wedding last weekend.|The family travelled to {X}.
city|The train left {X} at noon with hardly any passengers on board.|The train departed from {X}.
instrument|A street musician is playing the {X} in front of a small crowd.|Someone is playing the {X}.
instrument|{N} learned to play the {X} at the age of six, and gave a first public concert only four years later in the town hall.|{N} learned the {X} as a child.
instrument|The solo in the last movement is written for the {X}.|The solo is for the {X}.
instrument|The stolen {X} was found by the police in a garage.|The police found the stolen {X}.
planet|The probe was launched in {Y} to study the atmosphere of {X}.|The probe studied {X}.
planet|The crater was found on {X} by a team of astronomers.|The crater is on {X}.
room|The burglars got in through a window of the {X} while everybody was asleep upstairs.|The burglars entered through the {X}.
room|{N} is reading alone in the {X}.|{N} is in the {X}.
room|The fire started in the {X} and was put out within minutes.|The fire began in the {X}.
material|The statue in the middle of the square is made entirely of {X}.|The statue is made of {X}.
material|The box was made from {X} and weighed almost nothing.|The box was made of {X}.
material|The roof of the chapel is made of {X} and was restored in {Y}.|The chapel has a roof made of {X}.
vegetable|The cook is peeling a {X} over the sink.|The cook peels a {X}.
vegetable|The largest {X} at the village fair weighed more than the judge's dog.|A {X} was weighed at the fair.
fruit|A boy on the bench is eating a {X} that he brought from home.|A boy is eating a {X}.
fruit|The only thing left in the bowl was a {X}.|A {X} was left in the bowl.
drink|The old man ordered a {X2} and sat down by the window to read his newspaper.|The old man ordered {X}.
drink|The guests were offered nothing but {X} at the reception.|The guests were offered {X}.
animal|A {X} is sleeping under the tree in the shade.|A {X} is asleep.
animal|The farmer's daughter led a {X} across the bridge early in the morning.|A {X} was led across the bridge.
animal|The veterinary surgeon examined the injured {X} for nearly an hour.|The vet examined a {X}.
animal|The coat of arms shows a {X} standing on a rock.|There is a {X} in the coat of arms.
bird|A {X} has built its nest on the roof of the town hall.|A {X} is nesting on the roof.
bird|The logo of the publisher shows a {X} with open wings.|The publisher's logo is a {X}.
vehicle|A man is repairing a {X} at the side of the road.|A man repairs a {X}.
vehicle|The driver of the {X} was not hurt in the accident.|The {X} driver was unhurt.
vehicle|{N} goes to work by {X} every day, even in the rain.|{N} travels to work by {X}.
profession|{N} worked as a {X} in the same small town for thirty years.|{N} was a {X}.
profession|Before entering politics, {N} was a {X}.|{N} used to be a {X}.
profession|Her only son became a {X} and moved abroad.|Her son is a {X}.
profession|A {X} was the first person to arrive at the scene.|The first to arrive was a {X}.
month|The bridge was opened to traffic in {X} {Y}.|The bridge opened in {X}.
month|{N} was born in {X} {Y}, the youngest of five children.|{N}'s birthday is in {X}.
month|The festival takes place every {X} in the old harbour.|The festival is held in {X}.
month|The treaty was signed in {X} {Y} after two years of talks that had several times been close to failure.|The treaty was signed in {X}.
weekday|The shop is closed on {X} because of a family celebration.|The shop will not open on {X}.
weekday|The accident happened on {X} morning near the station.|The accident was on {X}.
weekday|The parcel arrived on {X}, two days later than promised.|The parcel came on {X}.
cardinal|Exactly {X} people were injured when the stand collapsed.|{X} people were injured.
cardinal|The band has released {X} studio albums since it was formed in {Y}.|The band has {X} studio albums.
cardinal|A group of {X} tourists is standing in front of the cathedral.|{X} tourists stand in front of the cathedral.
cardinal|{N} has {X} grandchildren, all of whom live in the same street.|{N} has {X} grandchildren.
cardinal|The novel is divided into {X} chapters.|The novel has {X} chapters.
cardinal|The team scored {X} goals in the second half.|In the second half {X} goals were scored by the team.
ordinal|{N} finished {X} in the race, only a second behind the next runner.|{N} came {X} in the race.
ordinal|The office is on the {X} floor of the tower.|The office is located on the {X} floor.
ordinal|It was the {X} time that the club had won the cup.|The club won the cup for the {X} time.
season|The lake usually freezes in {X}, when the village is cut off.|The lake freezes in {X}.
season|The opera was first performed in the {X} of {Y}.|The opera was first performed in {X}.
sport|Two friends are playing {X} in the park after school.|Two friends play {X}.
sport|{N} was a professional {X} player until a serious injury ended that career in {Y}.|{N} played {X} professionally.
sport|The stadium was built for {X} and holds {K} spectators.|The stadium is for {X}.
garment|A man in sunglasses is carrying a {X} over his arm.|A man carries a {X}.
garment|She left her {X} on the train and never got it back.|She lost her {X} on the train.
garment|The present turned out to be a {X} made by her grandmother.|The present was a {X}.
direction|The river flows {X} for about {K} metres before it reaches the gorge.|The river flows {X} before the gorge.
direction|The village lies {X} of the capital.|The village is {X} of the capital.
bodypart|The player broke an {X} in the last minute of the match.|The player has a broken {X}.
bodypart|The bullet hit the officer in the {X}.|The officer was hit in the {X}.
relation|{N} inherited the house from a {X} who had lived abroad.|The house used to belong to {N}'s {X}.
relation|The letter was written by the author's {X} in {Y}.|The author's {X} wrote the letter.
relation|The company was founded by his {X}.|His {X} founded the company.
agegroup|The {X} in the first row is laughing at something on the stage.|The {X} laughs.
agegroup|Somebody saw a {X} climbing over the fence behind the school.|A {X} climbed over the fence.
size|The artist lives in a {X} house at the edge of the wood.|The artist's house is {X}.
size|They were chased by a {X} dog.|The dog that chased them was {X}.
language|The poem was first written in {X} and translated only in {Y}.|The poem was originally in {X}.
language|The interview was conducted in {X} with the help of an interpreter.|The interview was in {X}.
language|The only language that {N} speaks at home is {X}.|{N} speaks {X} at home.
weather|It was {X} all day when the ship left the harbour.|The weather was {X} that day.
meal|The guests arrived just in time for {X}.|The guests came in time for {X}.
meal|The announcement was made during {X} at the hotel.|The announcement came during {X}.
religion|The couple got married in a {X} near the river.|The wedding was in a {X}.
religion|The oldest building in the town is a {X} from {Y}.|The town's oldest building is a {X}.
shape|The teacher drew a {X} on the board.|A {X} was drawn on the board.
tool|A worker is holding a {X} in his right hand.|The worker holds a {X}.
tool|The murder weapon was a {X} taken from the garden shed.|The victim was killed with a {X}.
furniture|The only thing in the empty room was a {X}.|A {X} stood in the room.
furniture|The cat is hiding behind the {X}.|The cat is behind the {X}.
tree|The storm brought down the old {X} beside the church.|The {X} beside the church fell.
tree|They carved their names into a {X} in {Y}.|Their names were carved into a {X}.
metal|The ring is made of pure {X}.|The ring is made of {X}.
metal|Miners have dug {X} out of this hill since {Y}.|{X} is mined in the hill.
century|The castle dates from the {X} century and is open to visitors.|The castle was built in the {X} century.
century|{N} was a {X}-century poet from the north of the country.|{N} lived in the {X} century.
shop|{N} works part-time in a {X} on the main street.|{N} has a job in a {X}.
shop|The empty building used to be a {X}.|There was once a {X} in the building.
art|The most valuable work in the show is a {X} from {Y}.|The most valuable work is a {X}.
genre|Her first film, released in {Y}, was a {X}.|Her first film was a {X}.
degree|{N} studied {X} at the university and graduated in {Y}.|{N} studied {X}.
degree|{N} was appointed professor of {X} in {Y}, and kept the post until retirement, although offers came from several better known universities abroad.|{N} became a professor of {X}.
"""
