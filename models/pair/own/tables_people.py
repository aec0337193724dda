"""People: name | other names | description | what they did (past tense) | names easily confused with them.

A line that starts with `#` opens a group: the kind of person, as it reads after "which".
The surname and the initial are made by the generator, unless the second field starts with `-`
(no surname form) and unless two people here share the surname.
"""
PEOPLE = """
# scientist
Albert Einstein||the German-born physicist|developed the theory of general relativity;explained the photoelectric effect|Alfred Einstein;Niels Bohr
Isaac Newton|Sir Isaac Newton|the English mathematician|formulated the three laws of motion;described universal gravitation|John Newton;Gottfried Leibniz
Marie Curie|Madame Curie;Maria Skłodowska;Marie Skłodowska Curie;Maria Salomea Skłodowska|the Polish-French physicist|discovered radium and polonium|Pierre Curie;Irène Joliot-Curie;Eve Curie
Pierre Curie||the French physicist|shared the 1903 Nobel Prize in Physics with his wife|Marie Curie
Charles Darwin|Charles Robert Darwin|the English naturalist|travelled on HMS Beagle;proposed evolution by natural selection|Erasmus Darwin;Alfred Russel Wallace
Galileo Galilei|Galileo|the Italian astronomer|discovered the four largest moons of Jupiter|Vincenzo Galilei;Johannes Kepler
Nicolaus Copernicus|Mikołaj Kopernik;Nicholas Copernicus|the Polish astronomer|placed the Sun at the centre of the universe|Tycho Brahe
Johannes Kepler||the German astronomer|formulated the laws of planetary motion|Tycho Brahe
Alexander Fleming|Sir Alexander Fleming|the Scottish bacteriologist|discovered penicillin|Ian Fleming;John Ambrose Fleming;Howard Florey
Louis Pasteur||the French chemist|developed the rabies vaccine;disproved spontaneous generation|Robert Koch
Gregor Mendel|Gregor Johann Mendel|the Augustinian friar|discovered the laws of inheritance using peas|Dmitri Mendeleev
Dmitri Mendeleev|Dmitri Ivanovich Mendeleev;Mendeleyev|the Russian chemist|published the first periodic table|Gregor Mendel
Michael Faraday||the English physicist|discovered electromagnetic induction|James Clerk Maxwell
James Clerk Maxwell|J. C. Maxwell|the Scottish physicist|unified electricity and magnetism|Robert Maxwell;Michael Faraday
Ernest Rutherford|Lord Rutherford;Baron Rutherford of Nelson|the New Zealand physicist|discovered the atomic nucleus|J. J. Thomson
J. J. Thomson|Joseph John Thomson;Sir J. J. Thomson|the British physicist|discovered the electron|William Thomson;George Paget Thomson
William Thomson|Lord Kelvin;Baron Kelvin|the Scots-Irish physicist|proposed an absolute temperature scale|J. J. Thomson;Benjamin Thompson
Niels Bohr|Niels Henrik David Bohr|the Danish physicist|proposed the shell model of the hydrogen atom|Aage Bohr;Max Born
Max Planck||the German physicist|introduced the quantum of energy|Max Born
Stephen Hawking|Professor Stephen Hawking;Stephen William Hawking|the British cosmologist|wrote A Brief History of Time|Roger Penrose
Francis Crick|Francis Harry Compton Crick|the British biologist|worked out the structure of DNA with James Watson|Rosalind Franklin;Maurice Wilkins
Rosalind Franklin||the English chemist|took Photo 51|Benjamin Franklin;Francis Crick
Edward Jenner|Dr Jenner;Dr. Edward Jenner|the English physician|introduced vaccination against smallpox|William Jenner
Jonas Salk|Dr. Salk;Jonas Edward Salk|the American virologist|developed the first successful polio vaccine|Albert Sabin
Ada Lovelace|Augusta Ada King;Countess of Lovelace;Ada Byron|the English mathematician|published the first computer program|Charles Babbage
Charles Babbage||the English inventor|designed the Analytical Engine|Charles Darwin
Alan Turing|Alan Mathison Turing|the British computer scientist|proposed the imitation game;led Hut 8 at Bletchley Park|Alonzo Church
Edwin Hubble|Edwin Powell Hubble|the American astronomer|showed that there are galaxies beyond the Milky Way|Edmond Halley
Leonhard Euler||the Swiss mathematician|solved the Königsberg bridge problem|Johann Bernoulli
Carl Friedrich Gauss|C. F. Gauss|the German mathematician|proved that a 17-sided polygon can be constructed|Bernhard Riemann
# inventor
Thomas Edison|Thomas Alva Edison;Thomas A. Edison;the Wizard of Menlo Park|the American inventor|invented the phonograph|Nikola Tesla
Nikola Tesla||the Serbian-American engineer|developed the alternating current induction motor|Thomas Edison
Alexander Graham Bell|A. G. Bell|the Scottish-born inventor|patented the first practical telephone|Alexander Melville Bell;Elisha Gray
James Watt||the Scottish engineer|improved the Newcomen steam engine|Thomas Newcomen;Robert Watt
Johannes Gutenberg|Johann Gutenberg|the German printer|introduced movable type printing to Europe|William Caxton
Guglielmo Marconi|Marchese Marconi|the Italian engineer|sent the first transatlantic radio signal|Heinrich Hertz
Tim Berners-Lee|Sir Tim Berners-Lee;TimBL;Timothy Berners-Lee|the English computer scientist|invented the World Wide Web|Vint Cerf;Robert Cailliau
Alfred Nobel|Alfred Bernhard Nobel|the Swedish chemist|invented dynamite|Ludvig Nobel
Samuel Morse|Samuel F. B. Morse;Samuel Finley Breese Morse|the American painter|helped to develop the electric telegraph code|Robert Morse
John Logie Baird|J. L. Baird|the Scottish engineer|gave the first public demonstration of television|Philo Farnsworth
Rudolf Diesel||the German engineer|invented the compression ignition engine|Karl Benz
Henry Ford||the American industrialist|introduced the moving assembly line for cars|Gerald Ford;Edsel Ford;Harrison Ford
# president
George Washington|President Washington;General Washington|the first US president|commanded the Continental Army|Booker T. Washington;John Adams
John Adams|President John Adams|the second US president|succeeded George Washington in office|John Quincy Adams;Samuel Adams
John Quincy Adams|J. Q. Adams|the sixth US president|won the presidential election of 1824|John Adams
Thomas Jefferson|President Jefferson|the third US president|drafted the Declaration of Independence;agreed to the Louisiana Purchase|Jefferson Davis
Abraham Lincoln|Abe Lincoln;Honest Abe;President Lincoln|the sixteenth US president|issued the Emancipation Proclamation;gave the Gettysburg Address|Lincoln Steffens;Andrew Johnson
Andrew Johnson|President Andrew Johnson|the seventeenth US president|became president after Lincoln was shot|Lyndon B. Johnson;Andrew Jackson
Andrew Jackson|Old Hickory|the seventh US president|won the Battle of New Orleans|Andrew Johnson;Stonewall Jackson
Lyndon B. Johnson|LBJ;Lyndon Baines Johnson;Lyndon Johnson|the 36th US president|signed the Civil Rights Act of 1964|Andrew Johnson
Theodore Roosevelt|Teddy Roosevelt;T. R.|the 26th US president|won the 1906 Nobel Peace Prize|Franklin D. Roosevelt;Eleanor Roosevelt
Franklin D. Roosevelt|FDR;Franklin Delano Roosevelt;Franklin Roosevelt|the 32nd US president|introduced the New Deal|Theodore Roosevelt
John F. Kennedy|JFK;John Fitzgerald Kennedy;Jack Kennedy|the 35th US president|was assassinated in Dallas|Robert F. Kennedy;Ted Kennedy
Robert F. Kennedy|RFK;Bobby Kennedy|the former US attorney general|was shot at the Ambassador Hotel|John F. Kennedy;Ted Kennedy
George H. W. Bush|George Bush senior;Bush 41;the elder Bush|the 41st US president|was in office during the Gulf War of 1991|George W. Bush;Jeb Bush
George W. Bush|George Bush junior;Dubya;the younger Bush|the 43rd US president|was in office on 11 September 2001|George H. W. Bush;Jeb Bush
Bill Clinton|William Jefferson Clinton;President Clinton;William Jefferson Blythe III|the 42nd US president|was born in Hope, Arkansas|Hillary Clinton
Barack Obama|President Obama;Barack Hussein Obama|the 44th US president|won the 2009 Nobel Peace Prize|Michelle Obama
Gerald Ford|Gerald Rudolph Ford;Leslie Lynch King Jr.|the 38th US president|pardoned Richard Nixon|Henry Ford
Ulysses S. Grant|General Grant;Hiram Ulysses Grant|the Union general|accepted Lee's surrender at Appomattox|Cary Grant
Dwight D. Eisenhower|Ike;Dwight Eisenhower;General Eisenhower|the Allied commander|commanded the Normandy landings|Douglas MacArthur
# politician
Winston Churchill|Sir Winston Churchill;Winston Leonard Spencer Churchill|the British prime minister|promised blood, toil, tears and sweat|Randolph Churchill
Margaret Thatcher|Baroness Thatcher;Mrs Thatcher;the Iron Lady;Margaret Roberts|the British prime minister|led Britain during the Falklands War|Mark Thatcher;Theresa May
Benjamin Disraeli|the Earl of Beaconsfield;Lord Beaconsfield|the British statesman|bought the Suez Canal shares for Britain|Isaac D'Israeli;William Gladstone
Mahatma Gandhi|Mohandas Karamchand Gandhi;Mohandas Gandhi;M. K. Gandhi|the Indian lawyer|led the Salt March|Indira Gandhi;Rajiv Gandhi
Indira Gandhi|Mrs Gandhi;Indira Priyadarshini Gandhi|the Indian prime minister|was the first woman to lead India|Mahatma Gandhi;Rajiv Gandhi;Sonia Gandhi
Nelson Mandela|Madiba;Nelson Rolihlahla Mandela|the South African leader|spent 18 years on Robben Island|Winnie Mandela;Desmond Tutu
Joseph Stalin|Iosif Dzhugashvili;Josef Stalin|the Soviet leader|followed Lenin as leader of the Soviet Union|Leon Trotsky
Vladimir Lenin|Vladimir Ilyich Ulyanov;V. I. Lenin|the Russian revolutionary|led the October Revolution|Leon Trotsky;John Lennon
Mikhail Gorbachev|Gorby;Mikhail Sergeyevich Gorbachev|the last Soviet leader|introduced glasnost and perestroika|Boris Yeltsin
Otto von Bismarck|Bismarck;the Iron Chancellor|the Prussian statesman|became the first chancellor of the German Empire|Herbert von Bismarck
Charles de Gaulle|General de Gaulle|the French general|founded the Fifth Republic|Georges Pompidou
Napoleon Bonaparte|-Napoleon;Napoleon I;Napoléon Bonaparte|the French emperor|lost the Battle of Waterloo;was exiled to Elba|Napoleon III;Joseph Bonaparte;Lucien Bonaparte
Martin Luther King Jr.|-MLK;Dr. King;Dr. Martin Luther King;Michael King Jr.|the American civil rights leader|gave the "I Have a Dream" speech|Martin Luther;Coretta Scott King;Malcolm X
Malcolm X|-Malcolm Little;El-Hajj Malik El-Shabazz|the American activist|was the best-known minister of the Nation of Islam|Martin Luther King Jr.
# ruler
Elizabeth I|-Queen Elizabeth I;the Virgin Queen;Good Queen Bess|the Tudor queen|was on the English throne when the Armada came|Elizabeth II;Mary I
Elizabeth II|-Queen Elizabeth II;Princess Elizabeth of York|the British queen|came to the throne in 1952|Elizabeth I;Victoria
Victoria|-Queen Victoria;Alexandrina Victoria|the British queen|gave the name to the era from 1837 to 1901|Elizabeth II
Henry VIII|-King Henry VIII;Henry the Eighth;Henry Tudor|the Tudor king|had six wives;broke with Rome|Henry VII;Henry VI
Catherine the Great|-Catherine II;Catherine II of Russia;Sophie of Anhalt-Zerbst|the Russian empress|annexed Crimea in 1783|Catherine de' Medici;Catherine of Aragon;Peter the Great
Peter the Great|-Peter I;Pyotr Alekseyevich|the Russian tsar|founded Saint Petersburg|Catherine the Great;Peter III
Alexander the Great|-Alexander III of Macedon;Alexander of Macedon|the Macedonian king|defeated Darius III at Gaugamela|Alexander II;Philip II of Macedon
Julius Caesar|-Gaius Julius Caesar;Caesar|the Roman general|crossed the Rubicon|Augustus;Pompey
Augustus|-Octavian;Caesar Augustus|the first Roman emperor|won the Battle of Actium|Julius Caesar;Tiberius
Genghis Khan|-Temüjin;Chinggis Khan|the Mongol conqueror|founded the Mongol Empire|Kublai Khan;Ögedei Khan
Cleopatra|-Cleopatra VII;Queen Cleopatra|the Egyptian queen|was the last ruler of Ptolemaic Egypt|Nefertiti
Marie Antoinette|-Maria Antonia of Austria|the French queen|was guillotined in October 1793|Maria Theresa
# writer
William Shakespeare|the Bard of Avon;Shakspeare|the English playwright|wrote Hamlet;wrote The Tempest|Christopher Marlowe;Ben Jonson
Charles Dickens|Boz;Charles John Huffam Dickens|the Victorian novelist|wrote Great Expectations;created Oliver Twist|Emily Dickinson
Emily Dickinson|Emily Elizabeth Dickinson|the American poet|wrote "Because I could not stop for Death"|Charles Dickens
Mark Twain|Samuel Clemens;Samuel Langhorne Clemens|the American humorist|wrote The Adventures of Tom Sawyer|Shania Twain
Jane Austen||the English novelist|wrote Pride and Prejudice|Charlotte Brontë
Charlotte Brontë|Currer Bell;Charlotte Bronte|the English novelist|wrote Jane Eyre|Emily Brontë;Anne Brontë
Emily Brontë|Ellis Bell;Emily Bronte|the English novelist|wrote Wuthering Heights|Charlotte Brontë;Anne Brontë
George Eliot|Mary Ann Evans;Marian Evans|the English novelist|wrote Middlemarch|T. S. Eliot;George Sand
T. S. Eliot|Thomas Stearns Eliot|the poet|wrote The Waste Land|George Eliot;W. H. Auden
George Orwell|Eric Arthur Blair;Eric Blair|the English essayist|wrote Animal Farm|Aldous Huxley;H. G. Wells
H. G. Wells|Herbert George Wells|the English novelist|wrote The Time Machine|Orson Welles;Jules Verne
J. R. R. Tolkien|John Ronald Reuel Tolkien;JRR Tolkien|the Oxford philologist|created Middle-earth|C. S. Lewis;Christopher Tolkien
C. S. Lewis|Clive Staples Lewis;CS Lewis|the author and scholar|created Narnia|Lewis Carroll;Sinclair Lewis
Lewis Carroll|Charles Lutwidge Dodgson;Charles Dodgson|the Oxford mathematician|created the Cheshire Cat|C. S. Lewis
J. K. Rowling|Joanne Rowling;JK Rowling;Robert Galbraith|the British author|created Hogwarts|J. R. R. Tolkien
Agatha Christie|Dame Agatha Christie;Agatha Mary Clarissa Miller;Mary Westmacott|the English crime writer|created Hercule Poirot|Dorothy L. Sayers;Julie Christie
Arthur Conan Doyle|Sir Arthur Conan Doyle;Conan Doyle|the Scottish physician|created Sherlock Holmes|Adrian Conan Doyle
Ian Fleming|Ian Lancaster Fleming|the former naval officer|created James Bond|Alexander Fleming;Peter Fleming
Leo Tolstoy|Count Leo Tolstoy;Lev Nikolayevich Tolstoy;Tolstoi|the Russian novelist|wrote War and Peace|Aleksey Tolstoy;Fyodor Dostoevsky
Fyodor Dostoevsky|Dostoyevsky;Fyodor Mikhailovich Dostoevsky|the Russian novelist|wrote Crime and Punishment|Leo Tolstoy
Victor Hugo|Victor-Marie Hugo|the French novelist|wrote Les Misérables|Alexandre Dumas
Miguel de Cervantes|Cervantes;Miguel de Cervantes Saavedra|the Spanish author|wrote Don Quixote|Lope de Vega
Ernest Hemingway|Papa Hemingway;Ernest Miller Hemingway|the American novelist|wrote The Old Man and the Sea|Mariel Hemingway;John Steinbeck
Harper Lee|Nelle Harper Lee|the American novelist|wrote To Kill a Mockingbird|Laurie Lee;Truman Capote
F. Scott Fitzgerald|Francis Scott Key Fitzgerald;Scott Fitzgerald|the American novelist|wrote The Great Gatsby|Zelda Fitzgerald;Ella Fitzgerald
Mary Shelley|Mary Wollstonecraft Shelley;Mary Godwin|the English novelist|wrote Frankenstein|Percy Bysshe Shelley;Mary Wollstonecraft
Bram Stoker|Abraham Stoker|the Irish writer|wrote Dracula|Sheridan Le Fanu
Oscar Wilde||the Irish playwright|wrote The Importance of Being Earnest|George Bernard Shaw;Olivia Wilde
Stephen King|Richard Bachman;Stephen Edwin King|the American horror writer|wrote The Shining|Billie Jean King;Dean Koontz
Roald Dahl||the British author|wrote Matilda|Sophie Dahl
Dr. Seuss|-Theodor Seuss Geisel;Theodor Geisel|the American author|wrote The Cat in the Hat|Maurice Sendak
# painter
Leonardo da Vinci|-Leonardo;da Vinci|the Florentine polymath|painted the Mona Lisa;painted The Last Supper|Michelangelo;Leonardo DiCaprio
Michelangelo|-Michelangelo Buonarroti;Michelangelo di Lodovico Buonarroti Simoni|the Florentine sculptor|painted the ceiling of the Sistine Chapel;carved David|Raphael;Michelangelo Antonioni
Raphael|-Raffaello Sanzio;Raffaello|the Renaissance master|painted The School of Athens|Michelangelo
Vincent van Gogh|van Gogh;Vincent Willem van Gogh|the Dutch Post-Impressionist|painted The Starry Night|Theo van Gogh;Paul Gauguin
Rembrandt|-Rembrandt van Rijn;Rembrandt Harmenszoon van Rijn|the Dutch master|painted The Night Watch|Johannes Vermeer
Johannes Vermeer|Jan Vermeer;Vermeer of Delft|the Dutch master|painted Girl with a Pearl Earring|Rembrandt
Pablo Picasso|Pablo Ruiz Picasso;Pablo Ruiz y Picasso|the Spanish artist|painted Guernica|Paloma Picasso;Georges Braque
Claude Monet|Oscar-Claude Monet|the French Impressionist|painted the Water Lilies series|Édouard Manet
Édouard Manet|Edouard Manet|the French artist|painted Olympia|Claude Monet
Salvador Dalí|Salvador Dali|the Catalan surrealist|painted The Persistence of Memory|René Magritte
Edvard Munch||the Norwegian artist|painted The Scream|Gustav Klimt
Frida Kahlo|Magdalena Carmen Frida Kahlo y Calderón|the Mexican artist|painted The Two Fridas|Diego Rivera
# composer
Wolfgang Amadeus Mozart|W. A. Mozart|the Austrian prodigy|composed The Magic Flute|Leopold Mozart;Antonio Salieri
Ludwig van Beethoven|Beethoven|the German pianist|composed the Moonlight Sonata|Franz Schubert
Johann Sebastian Bach|J. S. Bach;JS Bach|the Baroque master|composed the Brandenburg Concertos|Johann Christian Bach;C. P. E. Bach
George Frideric Handel|Georg Friedrich Händel|the German-British musician|composed Messiah|Joseph Haydn
Joseph Haydn|Papa Haydn;Franz Joseph Haydn|the Austrian musician|composed the Surprise Symphony|Michael Haydn;George Frideric Handel
Pyotr Ilyich Tchaikovsky|Peter Tchaikovsky;Chaikovsky|the Russian Romantic|composed Swan Lake|Igor Stravinsky
Antonio Vivaldi|the Red Priest|the Venetian violinist|composed The Four Seasons|Giuseppe Verdi
Johann Strauss II|-Johann Strauss the Younger;Johann Strauss Jr.;the Waltz King|the Viennese conductor|composed The Blue Danube|Johann Strauss I;Richard Strauss
Richard Strauss||the German conductor|composed Also sprach Zarathustra|Johann Strauss II
Richard Wagner|Wilhelm Richard Wagner|the German dramatist|composed the Ring cycle|Robert Wagner;Richard Strauss
# singer
Louis Armstrong|Satchmo;Pops|the jazz trumpeter|sang What a Wonderful World|Neil Armstrong;Lance Armstrong
Elvis Presley|-Elvis;the King of Rock and Roll;Elvis Aaron Presley|the American star|recorded Heartbreak Hotel;lived at Graceland|Elvis Costello;Lisa Marie Presley
David Bowie|David Robert Jones;Ziggy Stardust|the English star|recorded Space Oddity|Davy Jones
Freddie Mercury|Farrokh Bulsara|the Queen frontman|wrote Bohemian Rhapsody|Brian May
Elton John|-Sir Elton John;Reginald Kenneth Dwight;Reginald Dwight|the English pianist|recorded Rocket Man|Olivia Newton-John;Billy Joel
Bob Dylan|Robert Zimmerman;Robert Allen Zimmerman|the American songwriter|wrote Blowin' in the Wind|Dylan Thomas;Jakob Dylan
Lady Gaga|-Stefani Germanotta;Stefani Joanne Angelina Germanotta|the American star|released The Fame|Madonna
Madonna|-Madonna Louise Ciccone;the Queen of Pop|the American star|released Like a Prayer|Lady Gaga
Michael Jackson|the King of Pop;Michael Joseph Jackson|the American star|released Thriller|Janet Jackson;Jermaine Jackson
Janet Jackson|Janet Damita Jo Jackson|the American star|released Rhythm Nation 1814|Michael Jackson;La Toya Jackson
Paul McCartney|Sir Paul McCartney;Macca;James Paul McCartney|the former Beatle|wrote Yesterday|John Lennon;Linda McCartney
John Lennon|John Winston Lennon|the former Beatle|wrote Imagine|Paul McCartney;Julian Lennon;Vladimir Lenin
Freddie King|-|the Texas blues guitarist|recorded Hide Away|B. B. King;Albert King
# actor
Marilyn Monroe|Norma Jeane Mortenson;Norma Jeane Baker|the American star|starred in Some Like It Hot|James Monroe;Marilyn Manson
Audrey Hepburn|Audrey Kathleen Ruston|the star born in Brussels|played Holly Golightly|Katharine Hepburn
Katharine Hepburn|Katharine Houghton Hepburn|the four-time Oscar winner|starred in The African Queen|Audrey Hepburn
Charlie Chaplin|Sir Charles Chaplin;Charles Spencer Chaplin|the English comic|played the Tramp|Geraldine Chaplin;Buster Keaton
Cary Grant|Archibald Leach;Archie Leach|the British-American star|starred in North by Northwest|Hugh Grant;Ulysses S. Grant
Harrison Ford||the American star|played Indiana Jones|Henry Ford;John Ford
Michael Caine|Sir Michael Caine;Maurice Micklewhite|the London-born star|starred in The Italian Job|Roger Moore
Sean Connery|Sir Sean Connery;Thomas Sean Connery|the Scottish star|played James Bond first on film|Roger Moore;Jason Connery
Judy Garland|Frances Ethel Gumm;Frances Gumm|the American star|played Dorothy in The Wizard of Oz|Liza Minnelli
Dwayne Johnson|The Rock;Dwayne "The Rock" Johnson|the former wrestler|voiced Maui in Moana|Don Johnson;Magic Johnson
# athlete
Muhammad Ali|Cassius Clay;Cassius Marcellus Clay Jr.;The Greatest|the American boxer|won the Rumble in the Jungle|Laila Ali;Joe Frazier
Pelé|-Edson Arantes do Nascimento;Pele|the Brazilian footballer|won three World Cups as a player|Diego Maradona;Garrincha
Babe Ruth|-George Herman Ruth;the Sultan of Swat;George Herman "Babe" Ruth|the baseball slugger|hit 714 home runs|Lou Gehrig;Hank Aaron
Magic Johnson|-Earvin Johnson;Earvin "Magic" Johnson|the Lakers point guard|starred for the Lakers in the 1980s|Larry Bird;Dwayne Johnson
Kareem Abdul-Jabbar|-Lew Alcindor;Ferdinand Lewis Alcindor Jr.|the basketball centre|scored 38,387 NBA points|Wilt Chamberlain
Michael Jordan|MJ;Air Jordan;Michael Jeffrey Jordan|the basketball star|won six titles with the Chicago Bulls|Michael B. Jordan;Scottie Pippen
Usain Bolt|Lightning Bolt|the Jamaican sprinter|ran 100 metres in 9.58 seconds|Yohan Blake
Billie Jean King|-Billie Jean Moffitt;BJK|the American tennis champion|won the Battle of the Sexes|Stephen King;Margaret Court
Serena Williams|Serena Jameka Williams|the American tennis champion|won 23 Grand Slam singles titles|Venus Williams;Serena Wilson
Jesse Owens|James Cleveland Owens;J. C. Owens|the American sprinter|won four gold medals in Berlin in 1936|Carl Lewis
# explorer
Christopher Columbus|Cristóbal Colón;Cristoforo Colombo|the Genoese navigator|reached the Americas in 1492|Amerigo Vespucci;Chris Columbus
Ferdinand Magellan|Fernão de Magalhães|the Portuguese navigator|led the first expedition to sail round the world|Vasco da Gama
James Cook|Captain Cook;Captain James Cook|the British navigator|charted New Zealand|Thomas Cook;Frederick Cook
Roald Amundsen||the Norwegian polar traveller|reached the South Pole first|Robert Falcon Scott
Robert Falcon Scott|Captain Scott;Scott of the Antarctic|the British naval officer|led the Terra Nova Expedition|Ridley Scott;Ernest Shackleton
Neil Armstrong|Neil Alden Armstrong|the American astronaut|walked on the Moon first|Louis Armstrong;Lance Armstrong;Buzz Aldrin
Buzz Aldrin|Edwin Aldrin;Edwin Eugene Aldrin Jr.|the American astronaut|was the second person on the Moon|Neil Armstrong
Yuri Gagarin|Yuri Alekseyevich Gagarin|the Soviet cosmonaut|was the first human in space|Gherman Titov
Amelia Earhart|Lady Lindy;Amelia Mary Earhart|the American aviator|was the first woman to fly solo across the Atlantic|Charles Lindbergh
Edmund Hillary|Sir Edmund Hillary|the New Zealand mountaineer|climbed Everest with Tenzing Norgay|George Mallory
"""
