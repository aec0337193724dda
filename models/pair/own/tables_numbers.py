"""Counts, measures, dates, lists and yes/no questions.

COUNTS: question | value | noun | sentence. MEASURES: question | value | unit | sentence.
DATES: question tail after "when"/"what year" | past-tense sentence | ISO date (a year alone is allowed).
LISTS: question | items | sentence | outsiders. YESNO: question | yes sentence | no sentence.
"""
COUNTS = """
how many bones are there in the adult human body|206|bones|There are {A} in the adult human body
how many keys does a standard piano have|88|keys|A standard piano has {A}
how many players of one team are on the field in football|11|players|A football team has {A} on the field
how many players are there in a basketball team on court|5|players|A basketball team has {A} on court
how many states are there in the USA|50|states|The USA has {A}
how many strings does a violin have|4|strings|A violin has {A}
how many legs does a spider have|8|legs|A spider has {A}
how many teeth does an adult human have|32|teeth|An adult human has {A}
how many squares are there on a chessboard|64|squares|A chessboard has {A}
how many dots are there on a pair of dice|42|dots|A pair of dice has {A}
how many symphonies did Beethoven complete|9|symphonies|Beethoven completed {A}
how many wives did Henry VIII have|6|wives|Henry VIII had {A}
how many moons does Mars have|2|moons|Mars has {A}
how many elements are in the periodic table|118|elements|The periodic table contains {A}
how many time zones does Russia have|11|time zones|Russia has {A}
how many cards are there in a standard deck without jokers|52|cards|A standard deck holds {A}
how many players start in a rugby union team|15|players|A rugby union team starts with {A}
how many chromosomes does a human body cell have|46|chromosomes|A human body cell has {A}
how many books are in the Harry Potter series|7|books|The Harry Potter series has {A}
how many episodes are there in the first season|13|episodes|The first season has {A}
how many seats are there in the US Senate|100|seats|The US Senate has {A}
how many people can the stadium hold|90000|people|The stadium can hold {A}
how many minutes does a full football match last|90|minutes|A full football match lasts {A}
how many islands make up the archipelago|7641|islands|The archipelago is made up of {A}
how many career home runs did he hit|714|home runs|He hit {A} in his career
how many goals did she score for her country|130|goals|She scored {A} for her country
how many people live in the town|12500|people|The town is home to {A}
how many floors does the building have|102|floors|The building has {A}
how many steps lead up to the tower|463|steps|There are {A} up to the tower
how many passengers were on board|2224|passengers|There were {A} on board
"""
MEASURES = """
how high is Mount Everest|8849|m|Mount Everest is {A} high
how tall is the Eiffel Tower|330|m|The Eiffel Tower is {A} tall
how long is a marathon|42.195|km|A marathon is {A} long
how long is the Nile|6650|km|The Nile is {A} long
how far is the Moon from the Earth|384400|km|The Moon is {A} from the Earth
at what temperature does water boil|100|C|Water boils at {A}
at what temperature does water freeze|0|C|Water freezes at {A}
what is normal human body temperature|37|C|Normal human body temperature is {A}
how heavy is a baseball|145|g|A baseball weighs {A}
how much does an adult blue whale weigh|150|t|An adult blue whale weighs {A}
how deep is the Mariana Trench|10.9|km|The Mariana Trench is {A} deep
how tall was the player|198|cm|The player was {A} tall
how wide is the strait at its narrowest|33.3|km|The strait is {A} wide at its narrowest
how long is the Channel Tunnel|50.5|km|The Channel Tunnel is {A} long
how long does light take to travel from the Sun to the Earth|8|min|Light takes {A} from the Sun to the Earth
how long did the siege last|30|d|The siege lasted {A}
how long is the film|150|min|The film is {A} long
how long was he president|8|y|He was president for {A}
what share of the Earth's surface is water|71|%|Water covers {A} of the Earth's surface
what percentage of the air is nitrogen|78|%|Nitrogen makes up {A} of the air
what share of the vote did the party win|25|%|The party won {A} of the vote
how much did the painting sell for|450.3|M$|The painting sold for {A}
how much did the film earn|2.9|B$|The film earned {A}
how much did the US pay for Alaska|7.2|M$|The US paid {A} for Alaska
what is the population of the country|67|M|The country has a population of {A}
what is the population of the city|8.9|M|The city has a population of {A}
"""
DATES = """
did the first people land on the Moon|the first people landed on the Moon|1969-07-20
did the Titanic sink|the Titanic sank|1912-04-15
was the Declaration of Independence adopted|the Declaration of Independence was adopted|1776-07-04
did the Berlin Wall fall|the Berlin Wall fell|1989-11-09
was Pearl Harbor attacked|Pearl Harbor was attacked|1941-12-07
did the Normandy landings take place|the Normandy landings took place|1944-06-06
was President Kennedy shot|President Kennedy was shot|1963-11-22
was Nelson Mandela released|Nelson Mandela was released|1990-02-11
did the Chernobyl disaster happen|the Chernobyl disaster happened|1986-04-26
did the Great Fire of London begin|the Great Fire of London began|1666-09-02
was the Battle of Hastings fought|the Battle of Hastings was fought|1066-10-14
was the Battle of Waterloo fought|the Battle of Waterloo was fought|1815-06-18
was the Bastille stormed|the Bastille was stormed|1789-07-14
was Magna Carta sealed|Magna Carta was sealed|1215-06-15
did Apollo 13 take off|Apollo 13 took off|1970-04-11
did Sputnik 1 go into orbit|Sputnik 1 went into orbit|1957-10-04
did Yuri Gagarin orbit the Earth|Yuri Gagarin orbited the Earth|1961-04-12
did the Hindenburg crash|the Hindenburg crashed|1937-05-06
was Queen Elizabeth II crowned|Queen Elizabeth II was crowned|1953-06-02
did India become independent|India became independent|1947-08-15
was the state of Israel declared|the state of Israel was declared|1948-05-14
was the first iPhone released|the first iPhone was released|2007-06-29
was Wikipedia launched|Wikipedia was launched|2001-01-15
was the Armistice signed|the Armistice was signed|1918-11-11
was Martin Luther King assassinated|Martin Luther King was assassinated|1968-04-04
was Abraham Lincoln shot|Abraham Lincoln was shot|1865-04-14
was Albert Einstein born|Albert Einstein was born|1879-03-14
was Mozart born|Mozart was born|1756-01-27
did Charles Darwin die|Charles Darwin died|1882-04-19
was Mahatma Gandhi assassinated|Mahatma Gandhi was assassinated|1948-01-30
did Elvis Presley die|Elvis Presley died|1977-08-16
did the Wright brothers first fly|the Wright brothers first flew|1903-12-17
was the Eiffel Tower opened|the Eiffel Tower was opened|1889-03-31
did the Suez Canal open|the Suez Canal opened|1869-11-17
did the Panama Canal open|the Panama Canal opened|1914-08-15
did the Channel Tunnel open|the Channel Tunnel opened|1994-05-06
was the book first published|the book was first published|1925
did the series first air|the series first aired|1994
was the company founded|the company was founded|1876
did the team last win the title|the team last won the title|1985
was the bridge completed|the bridge was completed|1937
did women first vote there|women first voted there|1920
was the university founded|the university was founded|1636
was the song released|the song was released|1975
"""
LISTS = """
who were the members of the Beatles|John Lennon;Paul McCartney;George Harrison;Ringo Starr|The members of the Beatles were {A}|Pete Best;Mick Jagger
what are the primary colours of light|red;green;blue|The primary colours of light are {A}|yellow;magenta
which countries border Portugal's neighbour Spain|Portugal;France;Andorra|Spain has borders with {A}|Italy;Belgium
what are the Baltic states|Estonia;Latvia;Lithuania|The Baltic states are {A}|Finland;Belarus
who are the three musketeers of the title|Athos;Porthos;Aramis|The three musketeers are {A}|d'Artagnan;Richelieu
what are the three states of matter taught at school|solid;liquid;gas|The three states are {A}|plasma;foam
what are the Benelux countries|Belgium;the Netherlands;Luxembourg|The Benelux countries are {A}|Denmark;Liechtenstein
what are the four nations of the United Kingdom|England;Scotland;Wales;Northern Ireland|The four nations are {A}|Cornwall;the Isle of Man
who won the 1903 Nobel Prize in Physics|Henri Becquerel;Pierre Curie;Marie Curie|The prize went to {A}|Max Planck;Wilhelm Röntgen
who wrote The Federalist Papers|Alexander Hamilton;James Madison;John Jay|The papers were written by {A}|Thomas Jefferson;Aaron Burr
what are the gas giants and ice giants|Jupiter;Saturn;Uranus;Neptune|The giant planets are {A}|Mars;Pluto
which Great Lakes touch Michigan|Superior;Michigan;Huron;Erie|Michigan touches {A}|Ontario;Champlain
who flew to the Moon on Apollo 11|Neil Armstrong;Buzz Aldrin;Michael Collins|The crew was {A}|Jim Lovell;Alan Shepard
who founded Google|Larry Page;Sergey Brin|Google was founded by {A}|Eric Schmidt;Jerry Yang
who founded Microsoft|Bill Gates;Paul Allen|Microsoft was founded by {A}|Steve Ballmer;Steve Jobs
who discovered the structure of DNA|James Watson;Francis Crick|The structure of DNA was discovered by {A}|Linus Pauling;Rosalind Franklin
what are the official languages of Canada|English;French|The official languages of Canada are {A}|Cree;Spanish
what are the ingredients of a negroni|gin;vermouth;Campari|A negroni is made of {A}|vodka;tonic water
who are the Axis powers of the Second World War|Germany;Italy;Japan|The main Axis powers were {A}|Spain;the Soviet Union
what are the days of the weekend in Britain|Saturday;Sunday|The weekend is {A}|Friday;Monday
"""
YESNO = """
is a whale a mammal|whales are mammals|whales are not mammals
is a tomato botanically a fruit|a tomato is botanically a fruit|a tomato is not a fruit
can penguins fly|penguins can fly|penguins cannot fly
is the Great Wall of China visible from the Moon|it can be seen from the Moon|it cannot be seen from the Moon
did Einstein win a Nobel Prize|Einstein won a Nobel Prize|Einstein never won a Nobel Prize
is Sydney the capital of Australia|Sydney is the capital of Australia|Sydney is not the capital of Australia
is glass a liquid|glass is a liquid|glass is not a liquid
does lightning ever strike twice|lightning can strike the same place twice|lightning never strikes the same place twice
is Pluto classed as a planet|Pluto is classed as a planet|Pluto is no longer classed as a planet
are bats blind|bats are blind|bats are not blind
was Napoleon short for his time|Napoleon was short for his time|Napoleon was not short for his time
is the Nile longer than the Rhine|the Nile is longer than the Rhine|the Nile is shorter than the Rhine
did the Titanic reach New York|the Titanic reached New York|the Titanic never reached New York
is Norway in the European Union|Norway is a member of the EU|Norway is not a member of the EU
can humans breathe pure oxygen safely for days|humans can do that safely|humans cannot do that safely
is sound faster than light|sound travels faster than light|sound travels slower than light
do spiders have six legs|spiders have six legs|spiders do not have six legs
is Hawaii a US state|Hawaii is a US state|Hawaii is not a US state
was Shakespeare alive in 1600|Shakespeare was alive in 1600|Shakespeare was not alive in 1600
is the heart a muscle|the heart is a muscle|the heart is not a muscle
"""
