"""Works, organisations, elements, animals, food, teams and more.

name | other names | noun phrases it answers | easily confused. `#` opens a kind.
"""
THINGS = """
# novel
Nineteen Eighty-Four|1984;George Orwell's 1984|the novel in which Winston Smith works at the Ministry of Truth|Animal Farm;Brave New World
Animal Farm|Animal Farm: A Fairy Story;George Orwell's Animal Farm|the novel in which pigs take over from Mr Jones|Nineteen Eighty-Four;Animal House
The Great Gatsby|Great Gatsby|the novel set in West Egg and East Egg|The Great Escape;Tender Is the Night
Frankenstein|Frankenstein, or The Modern Prometheus;Mary Shelley's Frankenstein|the novel that begins with letters from Robert Walton|Bride of Frankenstein;Dracula
Moby-Dick|Moby-Dick, or The Whale;Moby Dick;The Whale|the novel that opens with "Call me Ishmael"|Billy Budd;The Old Man and the Sea
Dracula|Bram Stoker's Dracula|the novel in which Jonathan Harker visits a castle|Son of Dracula;Frankenstein
Don Quixote|Don Quijote;The Ingenious Gentleman Don Quixote of La Mancha|the novel in which a knight attacks windmills|Don Juan;Don Giovanni
War and Peace|Voyna i mir;Tolstoy's War and Peace|the novel that follows the Rostovs and Bolkonskys|Anna Karenina;Crime and Punishment
Crime and Punishment|Dostoevsky's Crime and Punishment|the novel about Raskolnikov|War and Peace;The Idiot
The Hobbit|The Hobbit, or There and Back Again;There and Back Again|the novel in which Bilbo Baggins finds a ring|The Lord of the Rings;The Silmarillion
The Fellowship of the Ring|Fellowship of the Ring|the first volume of The Lord of the Rings|The Two Towers;The Return of the King
The Two Towers|Two Towers|the second volume of The Lord of the Rings|The Fellowship of the Ring;The Return of the King
Harry Potter and the Philosopher's Stone|Harry Potter and the Sorcerer's Stone;the Philosopher's Stone|the first Harry Potter book|Harry Potter and the Chamber of Secrets;Harry Potter and the Goblet of Fire
Harry Potter and the Chamber of Secrets|the Chamber of Secrets|the second Harry Potter book|Harry Potter and the Philosopher's Stone;Harry Potter and the Prisoner of Azkaban
Murder on the Orient Express|Murder in the Calais Coach|the Poirot novel set on a snowbound train|Death on the Nile;Stamboul Train
Alice's Adventures in Wonderland|Alice in Wonderland|the novel in which a girl follows a white rabbit|Through the Looking-Glass
Through the Looking-Glass|Through the Looking-Glass, and What Alice Found There|the novel that is built like a game of chess|Alice's Adventures in Wonderland
Treasure Island|The Sea Cook;Stevenson's Treasure Island|the novel in which Jim Hawkins finds a map|Kidnapped;The Coral Island
Strange Case of Dr Jekyll and Mr Hyde|Jekyll and Hyde;Dr. Jekyll and Mr. Hyde|the story of a doctor with two personalities|The Picture of Dorian Gray
Twenty Thousand Leagues Under the Seas|20,000 Leagues Under the Sea;Vingt mille lieues sous les mers|the novel about Captain Nemo's submarine|Around the World in Eighty Days
Around the World in Eighty Days|Around the World in 80 Days|the novel in which Phileas Fogg makes a bet|Five Weeks in a Balloon
The Catcher in the Rye|Catcher in the Rye|the novel narrated by Holden Caulfield|Franny and Zooey
To Kill a Mockingbird|Harper Lee's To Kill a Mockingbird|the novel in which Atticus Finch defends Tom Robinson|Go Set a Watchman
Little Women|Little Women, or Meg, Jo, Beth and Amy|the novel about the March sisters|Little Men;Good Wives
# film
Star Wars|Star Wars: Episode IV – A New Hope;A New Hope;Episode IV|the 1977 film that introduced Luke Skywalker|The Empire Strikes Back;Star Trek;The Phantom Menace
The Empire Strikes Back|Star Wars: Episode V;Empire Strikes Back;Episode V|the film in which Luke learns who his father is|Return of the Jedi;A New Hope
Return of the Jedi|Star Wars: Episode VI;Episode VI|the film with the second Death Star|The Empire Strikes Back;The Rise of Skywalker
Raiders of the Lost Ark|Indiana Jones and the Raiders of the Lost Ark|the first Indiana Jones film|Indiana Jones and the Temple of Doom;Indiana Jones and the Last Crusade
The Godfather|Godfather;Mario Puzo's The Godfather|the 1972 film about the Corleone family|The Godfather Part II;Goodfellas
The Godfather Part II|Godfather 2;The Godfather: Part II|the first sequel to win the Oscar for Best Picture|The Godfather;The Godfather Part III
Toy Story|Disney Pixar's Toy Story|the first entirely computer-animated feature film|Toy Story 2;A Bug's Life
The Terminator|Terminator|the 1984 film about a cyborg assassin|Terminator 2: Judgment Day;Predator
Terminator 2: Judgment Day|T2;Terminator 2|the 1991 film with the T-1000|The Terminator;Terminator 3: Rise of the Machines
Alien|Ridley Scott's Alien|the 1979 film set on the Nostromo|Aliens;Prometheus
Aliens|James Cameron's Aliens|the 1986 film about colonial marines on LV-426|Alien;Alien 3
The Silence of the Lambs|Silence of the Lambs|the film in which Clarice Starling meets Hannibal Lecter|Hannibal;Red Dragon
Dr. Strangelove|Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb;Doctor Strangelove|Kubrick's comedy about nuclear war|Doctor Strange;2001: A Space Odyssey
2001: A Space Odyssey|2001;A Space Odyssey|the film with the computer HAL 9000|2010: The Year We Make Contact;Solaris
Spirited Away|Sen to Chihiro no Kamikakushi|the Studio Ghibli film set in a bath house|Howl's Moving Castle;Princess Mononoke
Life Is Beautiful|La vita è bella|Roberto Benigni's film set in a concentration camp|It's a Wonderful Life;American Beauty
Bicycle Thieves|The Bicycle Thief;Ladri di biciclette|De Sica's film about a stolen bike in Rome|Shoeshine
The Lion King|Lion King|the Disney film about Simba|The Lion King 2: Simba's Pride;The Jungle Book
Mary Poppins||the film with "A Spoonful of Sugar"|Mary Poppins Returns;The Sound of Music
Back to the Future|BTTF|the film in which Marty McFly travels to 1955|Back to the Future Part II;Time After Time
# song or album
Bohemian Rhapsody|BoRhap;Queen's Bohemian Rhapsody|the Queen song with an operatic middle section|We Are the Champions;Radio Ga Ga
Hey Jude|the Beatles' Hey Jude|the song first written to comfort Julian Lennon|Let It Be;Hey Joe
Let It Be|the Beatles' Let It Be|the last studio album the Beatles released|Abbey Road;Let It Bleed
Abbey Road|the Abbey Road album|the Beatles album with the zebra crossing|Let It Be;Revolver
The Dark Side of the Moon|Dark Side of the Moon|the Pink Floyd album with a prism on the cover|The Wall;Wish You Were Here
Sgt. Pepper's Lonely Hearts Club Band|Sgt. Pepper;Sergeant Pepper's|the Beatles album of 1967 with a crowd on its cover|Revolver;Magical Mystery Tour
(I Can't Get No) Satisfaction|Satisfaction;I Can't Get No Satisfaction|the Rolling Stones' first US number one|Paint It Black
Smells Like Teen Spirit||the first track of Nevermind|Come as You Are
Purple Rain||the Prince album of 1984|Purple Haze;1999
Swan Lake|Le lac des cygnes;Lebedinoye ozero|the ballet about Odette and Odile|The Nutcracker;Giselle
The Magic Flute|Die Zauberflöte|the opera with the Queen of the Night|The Marriage of Figaro;Don Giovanni
The Marriage of Figaro|Le nozze di Figaro|Mozart's first opera with Lorenzo Da Ponte|The Barber of Seville;The Magic Flute
# painting
Mona Lisa|the Mona Lisa;La Gioconda;La Joconde|the most visited painting of the Louvre|Lady with an Ermine;The Last Supper
The Starry Night|Starry Night;De sterrennacht|van Gogh's view from the asylum window|Starry Night Over the Rhône;Café Terrace at Night
The Night Watch|De Nachtwacht;Militia Company of District II|Rembrandt's large painting in the Rijksmuseum|The Anatomy Lesson of Dr. Nicolaes Tulp
Las Meninas|The Ladies-in-Waiting|Velázquez's painting of a princess and her maids|The Spinners
The Scream|Skrik;Der Schrei der Natur|Munch's painting of a figure on a bridge|The Kiss
# organisation
NATO|the North Atlantic Treaty Organization;the North Atlantic Alliance;OTAN|the military alliance founded in Washington in 1949|the Warsaw Pact;NAFTA;the UN
United Nations|UN;the United Nations Organization;UNO|the body that replaced the League of Nations|the League of Nations;UNESCO;NATO
UNESCO|the United Nations Educational, Scientific and Cultural Organization|the agency that keeps the World Heritage List|UNICEF;the UN
UNICEF|the United Nations Children's Fund|the UN agency for children|UNESCO;UNHCR
World Health Organization|WHO;the World Health Organisation|the agency that declared smallpox eradicated|the WTO;the Red Cross
World Trade Organization|WTO;the World Trade Organisation|the body that succeeded GATT|the WHO;the World Bank
International Monetary Fund|IMF;the Fund|the lender set up at Bretton Woods beside the World Bank|the World Bank;the WTO
European Union|EU;the EU|the body that the Maastricht Treaty created|the EEC;the Council of Europe;the African Union
African Union|AU|the successor of the Organisation of African Unity|the European Union;ECOWAS
OPEC|the Organization of the Petroleum Exporting Countries|the group of oil exporters founded in Baghdad|the OECD;ASEAN
ASEAN|the Association of Southeast Asian Nations|the bloc with its secretariat in Jakarta|APEC;SAARC
NASA|the National Aeronautics and Space Administration|the agency that ran the Apollo programme|NOAA;ESA
European Space Agency|ESA|the agency that landed a probe on comet 67P|NASA;ESO
CERN|the European Organization for Nuclear Research;Conseil européen pour la recherche nucléaire|the laboratory with the Large Hadron Collider|Fermilab;DESY
FBI|the Federal Bureau of Investigation;the Bureau|the agency that J. Edgar Hoover led|the CIA;the DEA;the NSA
CIA|the Central Intelligence Agency;the Agency;Langley|the successor of the OSS|the FBI;the NSA
KGB|Komitet Gosudarstvennoy Bezopasnosti;the Committee for State Security|the Soviet security agency from 1954|the GRU;the NKVD
MI5|the Security Service;Military Intelligence, Section 5|Britain's domestic security service|MI6;GCHQ
MI6|the Secret Intelligence Service;SIS|Britain's foreign intelligence service|MI5;GCHQ
Interpol|ICPO;the International Criminal Police Organization|the police organisation in Lyon|Europol;the FBI
Red Cross|the Red Cross;the International Red Cross;ICRC|the body that Henri Dunant helped to found|Amnesty International;the Red Crescent
FIFA|the Fédération Internationale de Football Association;world football's governing body|the body that runs the football World Cup|UEFA;FIBA
UEFA|the Union of European Football Associations|the body that runs the Champions League|FIFA;CONCACAF
NBA|the National Basketball Association|the league in which the Boston Celtics play|the NFL;the WNBA
NFL|the National Football League|the league that ends with the Super Bowl|the NHL;the NBA;the AFL
BBC|the British Broadcasting Corporation;the Beeb;Auntie|the broadcaster that John Reith first led|ITV;the CBC;ABC
IBM|International Business Machines;Big Blue|the company that built Deep Blue|Intel;HP
Google|Google LLC;Google Inc.|the company founded by Larry Page and Sergey Brin|Yahoo;Microsoft
Microsoft|Microsoft Corporation;MS|the company behind Windows|Apple;IBM
Apple|Apple Inc.;Apple Computer|the company that makes the iPhone|Microsoft;Apple Records
Meta|Facebook;Meta Platforms|the company Mark Zuckerberg founded|Twitter;MySpace
BMW|Bayerische Motoren Werke;Bavarian Motor Works|the car maker whose head office looks like four cylinders|Mercedes-Benz;Audi;MG
Volkswagen|VW;Volkswagen AG|the maker of the Beetle and the Golf|Volvo;Opel
Massachusetts Institute of Technology|MIT|the university beside the Charles River that runs Lincoln Laboratory|Caltech;Harvard
European Central Bank|ECB|the institution in Frankfurt that sets euro interest rates|the Bundesbank;the EIB
# element
gold|Au;element 79;aurum|the chemical element with atomic number 79|silver;platinum
silver|Ag;argentum|the best conductor of electricity among the elements|gold;copper
iron|Fe;ferrum|the metal at the centre of haemoglobin|lead;zinc
lead|Pb;plumbum|the metal with the symbol Pb|tin;iron
mercury|Hg;quicksilver|the metal that is liquid at room temperature|gallium;bromine
sodium|Na;natrium|the metal in table salt|potassium;nitrogen
potassium|K;kalium|the element with the symbol K|phosphorus;sodium
tungsten|W;wolfram|the metal with the highest melting point|titanium;tantalum
hydrogen|H;element 1|the lightest element|helium;nitrogen
helium|He;element 2|the gas first found in the spectrum of the Sun|hydrogen;neon
oxygen|O;O2|the most common element in the Earth's crust by mass|ozone;silicon
nitrogen|N;N2|the gas that makes up most of the air|oxygen;argon
carbon|C;element 6|the element diamonds are made of|silicon;graphene
aluminium|aluminum;Al|the most common metal in the Earth's crust|iron;alumina
sulfur|sulphur;brimstone|the yellow element with atomic number 16|phosphorus;selenium
# animal
lion|Panthera leo;the African lion|the cat that lives in prides|tiger;leopard;puma
tiger|Panthera tigris|the largest living cat|lion;jaguar
puma|cougar;mountain lion;Puma concolor|the large cat found from Canada to Patagonia|jaguar;lynx;panther
blue whale|Balaenoptera musculus|the largest animal that has ever lived|sperm whale;fin whale;whale shark
orca|killer whale;Orcinus orca|the largest member of the dolphin family|blue whale;pilot whale
cheetah|Acinonyx jubatus|the fastest land animal|leopard;greyhound
peregrine falcon|Falco peregrinus;duck hawk;peregrine|the fastest bird in a dive|golden eagle;kestrel
ostrich|Struthio camelus|the largest living bird|emu;rhea;cassowary
domestic dog|Canis familiaris;dog|the first species that people domesticated|wolf;cat
grey wolf|gray wolf;Canis lupus;timber wolf|the ancestor of the dog|coyote;maned wolf
polar bear|Ursus maritimus;white bear|the largest land carnivore|brown bear;Kodiak bear
reindeer|caribou;Rangifer tarandus|the deer in which both sexes grow antlers|moose;elk
wolverine|glutton;Gulo gulo;carcajou|the largest land-dwelling weasel|badger;wolf
platypus|duck-billed platypus;Ornithorhynchus anatinus|the egg-laying mammal with a bill|echidna;duck
giant panda|panda;Ailuropoda melanoleuca|the bear that feeds on bamboo|red panda;koala
honey bee|Apis mellifera;honeybee|the insect that makes honey|bumblebee;wasp
ladybird|ladybug;lady beetle|the spotted beetle that eats aphids|firefly;ladyfish
# food
aubergine|eggplant;brinjal|the main vegetable in moussaka|courgette;aubretia
courgette|zucchini|the green vegetable that is a young marrow|aubergine;cucumber
coriander|cilantro;Chinese parsley|the herb on top of many Thai and Mexican dishes|cumin;parsley
chickpeas|garbanzo beans;garbanzos;chick peas|the main ingredient of hummus|lentils;black beans
rocket|arugula;rucola|the peppery salad leaf often put on pizza|radicchio;spinach
prawns|shrimp|the shellfish usually served in a cocktail with Marie Rose sauce|crab;lobster
avocado|alligator pear;aguacate|the fruit guacamole is made from|tomatillo;mango
soya beans|soybeans;soy|the bean tofu is made from|mung beans;chickpeas
saffron|Crocus sativus stigmas|the most expensive spice by weight|vanilla;turmeric
crisps|potato chips|what Britons call thin fried potato slices sold in bags|chips;crackers
bell pepper|capsicum;sweet pepper|the vegetable that is stuffed in a classic Hungarian dish|chilli;black pepper
icing sugar|powdered sugar;confectioners' sugar|the sugar used to dust a Victoria sponge|caster sugar;brown sugar
# team
Manchester United|Man United;Man Utd;the Red Devils;MUFC|the club that plays at Old Trafford|Manchester City;Newcastle United;Leeds United
Manchester City|Man City;MCFC;the Citizens|the club that plays at the Etihad Stadium|Manchester United;Leicester City
Real Madrid|Real Madrid CF;Los Blancos|the club that plays at the Santiago Bernabéu|Atlético Madrid;Real Sociedad
Barcelona|FC Barcelona;Barça;Barca|the club that plays at the Camp Nou|Espanyol;Real Madrid
Bayern Munich|FC Bayern München;Bayern|the club with the most German league titles|1860 Munich;Bayer Leverkusen
Inter Milan|Inter;Internazionale;FC Internazionale Milano|the Milan club that plays in black and blue|AC Milan;Inter Miami
AC Milan|Milan;Associazione Calcio Milan|the Milan club that plays in red and black|Inter Milan
Tottenham Hotspur|Spurs;Tottenham|the North London rivals of Arsenal|San Antonio Spurs;Arsenal
New York Yankees|the Yankees;the Bronx Bombers|the team with the most World Series titles|the New York Mets;the Boston Red Sox
New York Giants|the Giants;Big Blue|the NFL team that beat the Patriots in Super Bowl XLII|the New York Jets;the San Francisco Giants
Chicago Bulls|the Bulls|the team that won six NBA titles in the 1990s|the Chicago Bears;the Chicago Cubs
Los Angeles Lakers|the Lakers;LA Lakers|the NBA team that moved from Minneapolis|the LA Clippers;the LA Dodgers
Green Bay Packers|the Packers|the winners of the first Super Bowl|the Chicago Bears
San Francisco 49ers|the 49ers;the Niners|the team for which Joe Montana won four Super Bowls|the San Francisco Giants
# language
Mandarin|Mandarin Chinese;Putonghua|the language with the most native speakers|Cantonese;Hindi
Persian|Farsi|the official language of Iran|Arabic;Urdu;Dari
Filipino|standardised Tagalog|the national language of the Philippines|Cebuano;Ilocano
Catalan|català|the official language of Andorra|Spanish;Occitan
Irish|Irish Gaelic;Gaeilge|the first official language of Ireland|Scottish Gaelic;Welsh
Romansh|Rumantsch|the smallest national language of Switzerland|Romanian;Ladin
Basque|Euskara|the language isolate of northern Spain|Catalan;Galician
# event
World War I|the First World War;WWI;the Great War|the war that began in 1914|World War II;the Crimean War
World War II|the Second World War;WWII;WW2|the war that ended in 1945|World War I;the Cold War
American Civil War|the US Civil War;the War Between the States|the war in which Gettysburg was fought|the American Revolutionary War;the English Civil War
Hundred Years' War|the Hundred Years War|the war in which Agincourt was fought|the Thirty Years' War;the Wars of the Roses
Black Death|the Black Death;the Great Mortality;the bubonic plague of the 1340s|the epidemic that reached Sicily in 1347|the Great Plague of London;the Spanish flu
Wall Street Crash|the Great Crash;the stock market crash of 1929|the event that began the Great Depression|Black Monday;the dot-com crash
# science term
photosynthesis|the process of photosynthesis|the process by which plants turn light into chemical energy|respiration;chemosynthesis
mitochondrion|mitochondria;the mitochondria|the part of the cell where most ATP is made|the nucleus;the chloroplast
femur|thigh bone;the thighbone|the longest bone in the human body|tibia;humerus
patella|kneecap;the knee cap|the bone in front of the knee|fibula;scapula
clavicle|collarbone;the collar bone|the bone that joins the shoulder blade and the breastbone|scapula;sternum
trachea|windpipe;the wind pipe|the tube that carries air to the lungs|oesophagus;larynx
myopia|short-sightedness;nearsightedness|the condition in which distant things look blurred|hyperopia;astigmatism
hypertension|high blood pressure|the most common risk factor for stroke|hypotension;diabetes
ascorbic acid|vitamin C|the vitamin whose lack causes scurvy|vitamin D;folic acid
varicella|chickenpox;chicken pox|the childhood disease caused by the same virus as shingles|measles;smallpox
nitrous oxide|laughing gas;N2O|the gas dentists used as an early anaesthetic|nitric oxide;chloroform
sodium chloride|table salt;NaCl;common salt|the compound that gives sea water most of its taste|potassium chloride;sodium bicarbonate
DNA|deoxyribonucleic acid|the molecule shaped like a double helix|RNA;ATP
Venus|the planet Venus;the Morning Star|the hottest planet of the solar system|Mercury;Mars
Mars|the Red Planet;the planet Mars|the planet with the volcano Olympus Mons|Venus;Jupiter
Sirius|the Dog Star;Alpha Canis Majoris|the brightest star in the night sky|Polaris;Canopus
Polaris|the North Star;the Pole Star|the star at the end of the Little Dipper's handle|Sirius;Vega
"""
