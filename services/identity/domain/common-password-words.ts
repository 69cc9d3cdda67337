/**
 * The words of which common passwords are made. No leaked or published list was copied: these are the words that every report
 * on leaked passwords names, written down from general knowledge, with the names, teams, places and things of their kind.
 */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Common as they stand: eight characters and more, made by no pattern of `common-passwords.ts`. */
export const commonWhole = words(`
password passwort passw0rd password! pass1word p@ssword p@ssw0rd pa55word pa55w0rd password1! password12 passpass
iloveyou iloveyou! ilovey0u iloveu12 iloveme1 ilovegod iloveher iloveher1 lovelove loveyou1 loveme12 ilovehim iloveyou2
sunshine princess princess1 football baseball superman trustno1 starwars whatever jennifer michelle corvette mercedes
computer internet sweetheart maverick midnight metallica redskins steelers cowboys1 bigdaddy butthead marlboro mountain
victoria samantha danielle jonathan nicholas charlotte stephanie benjamin christian christopher alexander alexandra
elizabeth katherine catherine patricia margaret veronica caroline victoria1 dominic1 jessica1 michael1 isabella gabriel1
sebastian nathalie florence isabelle fernando alejandro francisco guillermo margarita valentina carolina daniela1 gabriela
welcome1 welcome! welcome123 letmein1 letmein! letmeinn letmein123 changeme changeme1 changeme! changeit secret12 secret123
administrator adminadmin admin123 admin1234 admin12345 root1234 rootroot toortoor superuser testtest test1234 testing1
testing123 temp1234 guestguest guest123 useruser user1234 username demo1234 default1 default123 master12 master123 masterkey
monkey12 monkey123 monkey11 dragon12 dragon123 dragonball dragonfly shadow12 shadow123 killer12 killer123 batman12 batman123
spiderman superman1 wolverine ironman1 deadpool avengers pokemon1 pokemon123 pikachu1 naruto12 naruto123 minecraft fortnite1
fortnite roblox12 roblox123 counter1 warcraft starcraft blizzard nintendo playstation xbox3600 gamecube zeldazelda
qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwerty12345 qwerty123456 qwertyqwerty qwertyu1 qwert123 qwerty11 qwerty99
asdfghjk asdfghjkl asdfasdf asdf1234 asdfasdfasdf zxcvbnm1 zxcvbnm123 zxcvzxcv zxcv1234 zxcvbnm, qazwsx12 qazwsx123 qazwsxedc
qazwsxedcrfv 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 zaq12wsx zaq1zaq1 zaq1xsw2 !qaz2wsx 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5
q1w2e3r4t5y6 123qweasd 123qweasdzxc 123qwe123 qweasdzxc qweasd123 qwe123qwe 123qwe456 wsxedcrf 1a2b3c4d a1b2c3d4 a1b2c3d4e5 abc12345
abcd1234 abcde123 abcdefg1 abcdefgh abcdefghi abcd12345 abc123abc aa123456 aa12345678 a1234567 a12345678 a123456789 q1234567 q12345678
q123456789 z1234567 z12345678 qwer1234 qwer4321 asd12345 asdqwe123 zxc12345 147258369 159357456 741852963 789456123 987654321 123654789
147852369 963852741 321654987 456123789 12344321 123321123 1234554321 123454321 11223344 1122334455 112233445566 12121212 123123123
123412341234 12341234 12345123 123456789a 12345678a 1234567a 1234567q 12345678q 123456789q 1234qwer 12345qwert 123456qwerty 12345qwe
00000007 01012011 0123456789 01234567 10203040 10101010 20202020 31415926 314159265 13131313 69696969 88888888 66666666 77777777
chelsea1 liverpool arsenal1 barcelona realmadrid juventus1 juventus manchester manutd12 everton1 rangers1 celtic12 lakers24 yankees1
packers1 patriots broncos1 chargers redsox12 raiders1 dolphins panthers eagles12 giants12 warriors lebron23 jordan23 kobe2424
basketball volleyball softball soccer12 soccer10 hockey12 swimming skateboard snowboard wrestling football1 baseball1
butterfly rainbow1 rainbows unicorn1 unicorns flowers1 sunflower strawberry blueberry raspberry pineapple chocolate chocolate1
cupcake1 cookie12 cookies1 cheesecake icecream coffee12 butterscotch marshmallow peanutbutter watermelon cherries bananas1
elephant dinosaur kittykat kittycat puppydog doggydog bulldogs wildcats panther1 tigger12 snoopy12 scooby12 garfield goldfish
mickey12 minniemouse mickeymouse spongebob tinkerbell cinderella barbie12 hellokitty winniethepooh harrypotter hogwarts slytherin gryffindor
gandalf1 lordoftherings startrek darthvader skywalker chewbacca millenium matrix12 terminator jamesbond bond0007 agent007 scarface
metallica1 nirvana1 slipknot slipknot1 linkinpark greenday blink182 ledzeppelin pinkfloyd acdcacdc eminem12 beatles1 rollingstones
blackberry samsung1 samsung123 motorola nokia123 iphone12 android1 windows1 windows7 windows10 microsoft apple123 google12 google123
facebook facebook1 facebook123 linkedin linkedin1 twitter1 youtube1 yahoo123 hotmail1 myspace1 instagram whatsapp netflix1 dropbox1
mustang1 mustang67 camaro12 corvette1 ferrari1 porsche1 porsche911 chevrolet harley12 harleydavidson yamaha12 suzuki12 kawasaki mercedes1
america1 canada12 england1 scotland ireland1 germany1 deutschland australia brazil12 california florida1 newyork1 newyork12 chicago1
london12 texas123 dallas12 phoenix1 vancouver toronto1 montreal1 moscow12 russia12 beijing1 paris123 berlin12 hamburg1 schalke04 bayern12
freedom1 forever1 forever21 lovely12 beautiful beautiful1 gorgeous handsome sexysexy sexybitch sexylady asshole1 fuckyou1 fuckyou! fuckyou2
fuckfuck fuckoff1 fuckme12 motherfucker bullshit bitch123 bitches1 pussycat pussy123 penis123 cocksucker dickhead shithead biteme12
jesus123 jesuschrist jesus777 godisgood iloveyou123 blessed1 blessing angel123 angelina angels12 heaven12 christ12 hallelujah trinity1
november december september february thursday wednesday saturday tomorrow birthday birthday1 holidays christmas
nothing1 anything something everything whatever1 whocares dontknow idontknow idontcare ihateyou iloveyou3 noneofyourbusiness
babygirl babygirl1 babyboy1 babyblue sweetpea sweetie1 honeybee lollipop buttercup precious treasure darling1 sunshine1 starlight
moonlight twilight thunder1 lightning hurricane tornado1 snowball snowflake snowman1 firebird phoenix12 scorpion aquarius capricorn
sagittarius geronimo napoleon einstein shakespeare socrates leonardo michelangelo picasso1 valentine valentin cristina cristiano ronaldo7
ronaldo9 messi123 neymar11 beckham7 schumacher rossi046 federer1 kristina ekaterina anastasia aleksandr vladimir svetlana natasha1 nastya12
aleksandra dmitriy1 viktoriya qwerty777 zaqxswcde 1234567890- 1234567890q qazxswedc qweqweqwe asdasdasd zxczxczxc qwaszx12 qwaszxqwaszx
marseille bonjour1 azertyuiop azerty12 azerty123 azertyui motdepasse doudou12 soleil12 chouchou loulou12 jetaime1 coucou12 hallo123 hallo1234
schatz12 passwort1 passwort123 ficken12 geheim12 geheim123 sommer12 winter12 fussball fussball1 schalke1 contraseña contrasena teamo123 tequiero
teamomucho mividamia estrella mariposa princesa princesa1 corazon1 hermosa1 bonita12 amorcito futbol12 alegria1 familia1 senha123 flamengo corinthians
palmeiras brasil12 benfica1 sporting1 ciaociao ciao1234 juventus10 forzajuve amoremio francesco alessandro giuseppe giovanni password0 password01
password99 opensesame abracadabra correcthorsebatterystaple correcthorse hunter22 hunter12 hunter123 supersecret secretsecret thisismypassword mypassword mypassword1
yourpassword newpassword oldpassword nopassword mypass123 pass1234 pass12345 pass123456 passwd123 passcode passport1 password321 passwordpassword drowssap
`);

/** Common with something hung on: digits, a year, a mark. */
export const commonStems = words(`
password passwort pass passwd qwerty qwertz azerty asdf asdfgh zxcv zxcvbn qazwsx abc abcd abcdef admin root user guest test testing login welcome
letmein changeme secret master monkey dragon shadow killer hunter ranger tigger pepper ginger cookie summer winter spring autumn october november december
january february march april june july august sunday monday tuesday wednesday thursday friday saturday sunshine princess football baseball soccer hockey
basketball superman batman spider spiderman pokemon naruto minecraft love iloveyou lovely loveme baby babygirl angel angels jesus heaven freedom forever
michael jordan jessica ashley nicole daniel andrew joshua matthew anthony robert thomas william george charlie jennifer michelle amanda melissa samantha
hannah sophie olivia emma lauren rachel taylor brandon justin austin tyler jackson johnny richard patrick steven edward martin david james john joseph
maria anna laura sarah marie julia natalie monica claudia barbara sandra andrea diana elena olga irina natasha tatiana marina svetlana vladimir sergey
dmitry andrey alexey maxim nikita ivan roman denis pavel oleg igor viktor alexander alex alexis max maxwell sam samuel oliver oscar harry jack
buster bailey buddy rocky lucky maggie molly princess1 smokey tiger lion eagle falcon wolf bear panther dolphin horse pony kitty puppy bunny
chelsea arsenal liverpool barcelona madrid juventus milan yankees cowboys steelers packers lakers rangers celtic united
mustang camaro corvette ferrari porsche mercedes bmw audi honda toyota yamaha harley
america canada england london paris berlin moscow russia texas dallas chicago boston newyork florida india mexico brazil china japan
apple orange banana cherry chocolate candy sugar coffee pizza cheese flower flowers rainbow butterfly diamond silver golden purple yellow blue green black white red
computer internet windows samsung nokia iphone google facebook company office server oracle cisco system support service manager business
matrix starwars startrek gandalf merlin phoenix thunder magic mystic wizard ninja samurai pirate knight warrior soldier hacker player gamer zelda mario sonic
hello hallo bonjour salut hola ciao privet parol lol whatever sexy hottie cutie fuck fuckyou bitch asshole
family mother father sister brother mommy daddy friend friends happy smile peace music guitar dance rock metal
qwe asd zxc qaz wsx qweasd q1w2e3 a1b2c3 one two zaq temp demo default veche
`);
