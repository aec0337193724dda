"""Countries (name | other names | capital | its other names | other cities | language | currency) and places.

A place line: name | other names | noun phrases it answers | easily confused.
"""
COUNTRIES = """
France|the French Republic|Paris|the City of Light|Marseille;Lyon|French|euro
Germany|the Federal Republic of Germany;Deutschland|Berlin||Bonn;Munich|German|euro
United Kingdom|UK;Great Britain;Britain|London|Greater London|Manchester;Edinburgh|English|pound sterling
Spain|the Kingdom of Spain;España|Madrid||Barcelona;Seville|Spanish|euro
Portugal|the Portuguese Republic|Lisbon|Lisboa|Porto|Portuguese|euro
Italy|the Italian Republic;Italia|Rome|Roma;the Eternal City|Milan;Naples|Italian|euro
Switzerland|the Swiss Confederation|Bern|Berne|Zurich;Geneva|German|Swiss franc
Austria|the Republic of Austria|Vienna|Wien|Salzburg;Graz|German|euro
Netherlands|Holland;the Netherlands|Amsterdam||The Hague;Rotterdam|Dutch|euro
Belgium|the Kingdom of Belgium|Brussels|Bruxelles;Brussel|Antwerp;Ghent|Dutch|euro
Denmark|the Kingdom of Denmark|Copenhagen|København|Aarhus|Danish|Danish krone
Sweden|the Kingdom of Sweden|Stockholm||Gothenburg;Malmö|Swedish|Swedish krona
Norway|the Kingdom of Norway|Oslo|Christiania|Bergen|Norwegian|Norwegian krone
Finland|Suomi|Helsinki|Helsingfors|Tampere;Turku|Finnish|euro
Iceland|Ísland|Reykjavik|Reykjavík|Akureyri|Icelandic|Icelandic króna
Ireland|the Republic of Ireland;Éire|Dublin|Baile Átha Cliath|Cork;Galway|English|euro
Poland|the Republic of Poland|Warsaw|Warszawa|Kraków;Gdańsk|Polish|złoty
Czech Republic|Czechia|Prague|Praha|Brno|Czech|Czech koruna
Slovakia|the Slovak Republic|Bratislava|Pressburg|Košice|Slovak|euro
Slovenia|the Republic of Slovenia|Ljubljana|Laibach|Maribor|Slovene|euro
Hungary|Magyarország|Budapest||Debrecen|Hungarian|forint
Romania||Bucharest|București|Cluj-Napoca|Romanian|leu
Bulgaria||Sofia||Plovdiv;Varna|Bulgarian|lev
Greece|the Hellenic Republic;Hellas|Athens|Athina|Thessaloniki|Greek|euro
Turkey|Türkiye|Ankara|Angora|Istanbul;Izmir|Turkish|Turkish lira
Russia|the Russian Federation|Moscow|Moskva|Saint Petersburg|Russian|rouble
Ukraine||Kyiv|Kiev|Kharkiv;Lviv|Ukrainian|hryvnia
Georgia|Sakartvelo|Tbilisi|Tiflis|Batumi|Georgian|lari
Egypt|the Arab Republic of Egypt|Cairo|Al-Qahira|Alexandria|Arabic|Egyptian pound
Morocco|the Kingdom of Morocco|Rabat||Casablanca;Marrakesh|Arabic|Moroccan dirham
Nigeria||Abuja||Lagos;Kano|English|naira
Niger||Niamey||Zinder|French|West African CFA franc
Kenya||Nairobi||Mombasa|Swahili|Kenyan shilling
Ethiopia|Abyssinia|Addis Ababa|Addis Abeba|Dire Dawa|Amharic|birr
Ghana|the Gold Coast|Accra||Kumasi|English|cedi
Ivory Coast|Côte d'Ivoire|Yamoussoukro||Abidjan|French|West African CFA franc
Tanzania|the United Republic of Tanzania|Dodoma||Dar es Salaam|Swahili|Tanzanian shilling
Eswatini|Swaziland|Mbabane||Manzini|Swazi|lilangeni
Saudi Arabia|KSA;the Kingdom of Saudi Arabia|Riyadh|Ar-Riyadh|Jeddah;Mecca|Arabic|riyal
Iran|Persia;the Islamic Republic of Iran|Tehran|Teheran|Isfahan;Shiraz|Persian|Iranian rial
Iraq||Baghdad||Basra;Mosul|Arabic|Iraqi dinar
Israel|the State of Israel|Jerusalem||Tel Aviv;Haifa|Hebrew|shekel
India|Bharat;the Republic of India|New Delhi||Mumbai;Kolkata|Hindi|Indian rupee
Pakistan||Islamabad||Karachi;Lahore|Urdu|Pakistani rupee
Bangladesh|East Pakistan|Dhaka|Dacca|Chittagong|Bengali|taka
Sri Lanka|Ceylon|Sri Jayawardenepura Kotte|Kotte|Colombo;Kandy|Sinhala|Sri Lankan rupee
Myanmar|Burma|Naypyidaw|Nay Pyi Taw|Yangon;Mandalay|Burmese|kyat
Thailand|Siam|Bangkok|Krung Thep|Chiang Mai|Thai|baht
Vietnam|Viet Nam|Hanoi|Ha Noi|Ho Chi Minh City|Vietnamese|dong
Cambodia|Kampuchea|Phnom Penh||Siem Reap|Khmer|riel
China|PRC;the People's Republic of China|Beijing|Peking|Shanghai;Nanjing|Mandarin|renminbi
Taiwan|ROC;Formosa|Taipei||Kaohsiung|Mandarin|New Taiwan dollar
Japan|Nippon|Tokyo|Edo|Kyoto;Osaka|Japanese|yen
South Korea|ROK;the Republic of Korea|Seoul||Busan;Incheon|Korean|South Korean won
North Korea|DPRK;the Democratic People's Republic of Korea|Pyongyang|P'yŏngyang|Hamhung|Korean|North Korean won
Mongolia||Ulaanbaatar|Ulan Bator|Erdenet|Mongolian|tögrög
Indonesia|the Dutch East Indies|Jakarta|Batavia|Surabaya;Bandung|Indonesian|rupiah
Philippines|the Philippines|Manila||Quezon City;Cebu City|Filipino|Philippine peso
Australia|the Commonwealth of Australia|Canberra||Sydney;Melbourne|English|Australian dollar
New Zealand|Aotearoa|Wellington||Auckland;Christchurch|English|New Zealand dollar
United States|USA;US;America;the United States of America|Washington, D.C.|Washington DC;Washington|New York City;Philadelphia|English|US dollar
Canada||Ottawa||Toronto;Montreal|English|Canadian dollar
Mexico|the United Mexican States|Mexico City|Ciudad de México;CDMX|Guadalajara;Monterrey|Spanish|Mexican peso
Brazil|Brasil|Brasília|Brasilia|Rio de Janeiro;São Paulo|Portuguese|real
Argentina|the Argentine Republic|Buenos Aires||Córdoba;Rosario|Spanish|Argentine peso
Chile||Santiago|Santiago de Chile|Valparaíso|Spanish|Chilean peso
Peru||Lima||Cusco;Arequipa|Spanish|sol
Colombia||Bogotá|Bogota|Medellín;Cali|Spanish|Colombian peso
Ecuador||Quito||Guayaquil|Spanish|US dollar
Cuba||Havana|La Habana|Santiago de Cuba|Spanish|Cuban peso
"""
PLACES = """
# mountain
Mount Everest|Everest;Sagarmatha;Chomolungma|the highest mountain in the world above sea level|K2;Mount Everett;Lhotse
K2|Mount Godwin-Austen;Chhogori|the second-highest mountain on Earth|Kangchenjunga;K1
Kilimanjaro|Mount Kilimanjaro|the highest mountain in Africa|Mount Kenya;Mount Meru
Denali|Mount McKinley|the highest peak in North America|Mount Logan;Mount Foraker
Mont Blanc|Monte Bianco|the highest mountain in the Alps|Monte Rosa;the Matterhorn
Mount Elbrus|Elbrus|the highest peak in the Caucasus|Mount Kazbek;the Elburz
Ben Nevis||the highest mountain in the British Isles|Snowdon;Scafell Pike
Snowdon|Yr Wyddfa;Mount Snowdon|the highest mountain in Wales|Ben Nevis
Aconcagua|Cerro Aconcagua|the highest mountain in South America|Chimborazo
Mount Fuji|Fujiyama;Fuji-san|the highest mountain in Japan|Mount Asama
# river
Nile|the River Nile;the Nile River|the longest river in Africa|the Niger;the Blue Nile
Amazon|the Amazon River;Rio Amazonas|the river with the greatest flow in the world|the Orinoco;the Paraná
Danube|Donau;the River Danube|the river that flows through Vienna and Budapest|the Rhine;the Dnieper
Rhine|Rhein;the River Rhine|the river on which Cologne stands|the Rhône;the Main
Seine|the River Seine|the river that flows through Paris|the Loire;the Saône
Thames|the River Thames|the river that flows through London|the Severn;the Tyne
Volga|the Volga River|the longest river in Europe|the Danube;the Ural
Yangtze|Chang Jiang;the Yangtze River|the longest river in Asia|the Yellow River;the Mekong
Mississippi|the Mississippi River;Ol' Man River|the river that meets the sea below New Orleans|the Missouri;the Rio Grande
Tigris|the River Tigris|the river that flows through Baghdad|the Euphrates
# lake or sea
Lake Superior|Superior|the largest of the Great Lakes|Lake Michigan;Lake Huron
Lake Baikal|Baikal|the deepest lake in the world|Lake Balkhash;Lake Tanganyika
Lake Victoria|Victoria Nyanza|the largest lake in Africa|Victoria Falls;Lake Tanganyika
Caspian Sea|the Caspian|the largest enclosed body of water on Earth|the Aral Sea;the Black Sea
Pacific Ocean|the Pacific|the largest ocean|the Atlantic Ocean;the Indian Ocean
Lake Geneva|Lac Léman|the largest lake in Switzerland|Lake Constance;Geneva
Dead Sea|the Dead Sea|the lowest lake on Earth|the Red Sea;the Black Sea
# city
New York City|NYC;New York, New York;the Big Apple|the city where the Statue of Liberty stands|New Jersey;New York State
Istanbul|Constantinople;Byzantium|the city that lies on two continents|Ankara;Izmir
Saint Petersburg|St. Petersburg;Leningrad;Petrograd|the city where the Hermitage is|Moscow;Saint Petersburg, Florida
Mumbai|Bombay|the city where Bollywood has its home|Chennai;New Delhi
Kolkata|Calcutta|the city where Mother Teresa worked|Cochin;Mumbai
Chennai|Madras|the capital of Tamil Nadu|Mumbai
Ho Chi Minh City|Saigon|the largest city in Vietnam|Hanoi
Venice|Venezia;La Serenissima|the city of the Rialto Bridge|Vicenza;Verona
Florence|Firenze|the city of the Uffizi|Pisa;Siena
Munich|München|the city that hosts the Oktoberfest|Nuremberg;Berlin
Cologne|Köln|the German city known for its twin-spired cathedral on the Rhine|Bonn
Los Angeles|LA;L.A.;the City of Angels|the city that hosted the 1984 Summer Olympics|San Francisco;Las Vegas
Sydney||the city with the sail-shaped opera house|Melbourne;Sidney
Rio de Janeiro|Rio|the city below the statue of Christ the Redeemer|São Paulo;Rio Grande do Sul
Agra||the city where the Taj Mahal stands|Jaipur;Delhi
Liverpool||the home city of the Beatles|Manchester;Hamburg
Cambridge|Cambridge, England|the seat of the university where Newton taught|Cambridge, Massachusetts;Oxford
# state or region
California|CA;the Golden State|the most populous US state|Texas;Baja California
Texas|TX;the Lone Star State|the state whose capital is Austin|Tennessee;Arizona
Alaska|AK;the Last Frontier|the largest US state|Hawaii;Texas
West Virginia|WV|the state that broke away from Virginia in 1863|Virginia;Kentucky
North Carolina|NC|the state where the Wright brothers first flew|South Carolina;Ohio
Rhode Island|RI;Little Rhody|the smallest US state|Delaware;Long Island
Bavaria|Bayern|the largest German state|Saxony;Austria
Tasmania|Van Diemen's Land|the island state of Australia|Victoria;Tanzania
Tuscany|Toscana|the region around Florence|Umbria;Liguria
Quebec|Québec|the largest province of Canada by area|Ontario;Quebec City
Catalonia|Catalunya|the region whose capital is Barcelona|Valencia;Andalusia
# building or site
Eiffel Tower|the Eiffel Tower;La Tour Eiffel|the tallest structure in Paris|the Blackpool Tower;the Arc de Triomphe
Burj Khalifa|Burj Dubai;the Khalifa Tower|the tallest building in the world|Burj Al Arab;the Shanghai Tower
Stonehenge||the prehistoric stone circle on Salisbury Plain|Avebury;Woodhenge
Hagia Sophia|Ayasofya;the Church of Holy Wisdom|the building in Istanbul that was the largest church for a thousand years|the Blue Mosque
Machu Picchu||the Inca citadel above the Urubamba|Cusco;Chichen Itza
Uluru|Ayers Rock|the great red sandstone rock in central Australia|Kata Tjuta
"""
