// English words that titles write with a capital and that are no names: what the table of usual words of all subjects lacks.

const table = `
abandon abuse accept access accident accounting acid act action actor address adult advance adventure advertising advice affair age agent
agree aid aim air alarm album alert alien alive alliance ally aloud ancient angel anger angle angry animal announce annual answer ant
anxiety appeal appear appetite approach argue argument arm army arrest arrive art ask asset assistant attack attempt auction audience
aunt autumn avoid award aware away awful baby bad bag bailout balance ball bang banker bankers bankrupt banned bar bare bargain barrier base
basic basics basket battery battle bay beach bear beast beat beautiful beauty bed bee beer beggar behave behind belief bell belong belt
bench bend benefit bet beyond bike billion bind bird birds birth birthday bit bite bits bitter blame blank blast bleed blind block blocks blood
bloods bloom blow blue board boat body bold bomb bond bone bones bonus book books boom boost boot border bore boring born borrow boss bother
bottle bottom bound box boy brain brains brake brave bread break breath bribe brick bride bridge brief bright broad broke broken brother
brown brush budget builder bullet burden burn burst bus bust busy butter button buy buys cable cage cake calm camera camp cancer candy cap
capital captain car carbon card care career careful careless cargo carry cars cash castle cat catch cattle cause caution cave cease ceiling
cell cent century ceo chain chair chairman challenge champion chance channel chaos chapter charge charity charm chase cheap cheat
check cheese chef chemical chest chicken chief child childhood children chip chips chocolate choice choir choose church cigarette circle
citizen city civil claim clash classic clean clear clever climb clinic clock close cloth clothes clouds clown club clue coal coast coat
coffee coin cold collapse collar colleague color colour comeback comic commit commute compare compete complaint complete complex
compromise conflict confuse consent consumer contact content contest context contract contrast cook cool cop cope copper copy corn
corner correct cost costs cotton couch cough count counter country courage course cousin cover cow crack craft craftsman crash crazy
cream creative creature credit crew crime criminal critic crop cross crowd crown cruel cry crypto culture cup cure curious
curse curve custom cut cuts cycle dad daily dam damage dance danger dare dark dawn day days dead deadline deadly deaf dear death
debate debt decade decay decent decide deep deer defeat defence defend defense degree delay delight demand democracy deny depth
desert deserve desire desk despair detail devil diamond diary dice die diet dig dilemma dinner dinosaur dirt dirty disaster
discount discover disease dish disorder distance dive divide divorce doctor dog doll dollar dollars donor doom door double doubt dough dozen
draft drag dragon drama draw dream dreams dress drink drive drone drop drought drug drum dry duck due dull dumb dump dust dutch duty dying
eager eagle ear earn earth ease east eat echo edge editor educate effort egg eight elder elect elegant elephant eleven elite embrace
emerge emergency emotion empire employ employee employer employers empty enemy energy enjoy enormous enter entire entry envy equal era escape essay
essence estate eternal ethics evening event evidence evil exact exam excess excuse exit exotic expect expensive expert exploit explore
export extra extreme eye eyes fable fabric face fade fail fails failure faint fair fairy faith fake fall fallacy false fame family famous fan
fancy fans farewell farm farmer fast fat fatal fate father fault favor favour fear feast feature federal fee feed fees female fence fiction fifth
fifty fight figure fine finger fire firms fish fit five fix flat flavor flaw flee fleet flesh flight float flood floor flow flower fly focus
fog folk folly food fool fools foot football forbid force forecast foreign forest forever forget forgive fork forty fortune forward foul found
fountain four fourth fox fragile frame fraud freedom freeze fresh friction friend friends frog frontier frozen fruit fuel fun fund
funeral funny fury future galaxy gallery gamble game games gang gap garage garbage garden gas gate gay gear gender gene genius gentle
gentleman ghost giant gift girl glad glass glory glove goal goat god gods gold golden goodbye gossip grace grade grain grand grant grass
grateful grave gravity gray greed green grey grid grief grim grip grocery gross ground grow growth guard guess guest guide guilt guitar
gulf gun guy habit habits hack hacker hackers hacks hair half hall halt hammer happiness happy harbor harbour harm harsh harvest hat hate haunt
hazard head headache heal health hear heart hearts heat heaven heavy heist hell hello hen hero heroes hidden hide hill hint hire hiring history
hit hole holiday hollow holy home honest honey honor honour hope horn horror horse hospital host hot hotel hour hours house household
housing huge human humans humble humor hundred hunger hunt hurricane hurt husband hype ice idea ideal ideas idle ignore ill illegal
illusion immune impact imperfect impossible income independent indie indoor infant inflation inner innocent insect insider insight
insurance intelligence intelligent intent intern invent invest invisible iron island issue item ivory jail jam jar jealous jet jewel
joke journal journalist journey joy judge juice jump jungle junior junk jury justice juvenile keen kid kids kill killer killing kiss
kit kitchen knee knife knight knock knot knowledge labor labour lack ladder lady lake lamp land landlord landscape lane language laptops
laser laugh law laws lawyer layoff layoffs lazy lead leader leadership leaf league leak leaks leap leather lecture legacy legal legend lemon
lens lesson lessons letter liberal liberty librarian lie lies lift light lightning limit limits link lion lip liquid listen litter loan
lobby local lonely loop loose lord lose loss lost lottery loud love lovely lover loyal luck lucky lunch lung luxury lyrics machinery mad
magazine magic magnet maid mail mailbox maker makers male mall manager manifesto manual map march margin marine mark market marketing
marriage mars mask mass massive master mate math mathematics maze meal meaning meat medal media medical medicine meet meeting melody melt member
memo memoir menace mental menu mercy mess messy metal meter method midnight might mild milestone military milk mill mind mindset mine minor
miracle mirror miserable misery miss missile mission mistake mistakes mix mob mode modern modest mom money monk monkey monopoly monster
mood moon moral mortal mortgage mother motion motor mountain mouse mouth movie movies murder muscle museum music musician mutual mystery
myth mythical myths naive naked narrative narrow nasty nation native nature navy neat neck needle neighbor neighbour nerd nerve nest
net neutral newborn newspaper nice nightmare nine noble noise normal nose nostalgia notebook notes notice notion novel nuclear nurse nut
nuts oath object obscure ocean odd odds offer office oil ok oldest olive onion opera opinion oral orange orbit organ organic origin
orphan outage outages outer outlook output oven owe owl owner ox oxygen pace pack pact pain paint pair palace pale pan panic pants
paper papers paradise paradox paranoid parent parents park parrot partner passion password past paste patch patches patent path patience patient
pattern patterns pay peace peak peasant pen pencil penguin penny pension people pepper perfect peril permit pest pet phantom phase
philosopher philosophy phone phones phoenix photo physics piano pick picture piece pig pilgrim pill pilot pin pine pink pioneer pipe pirate pit
pitfall pitfalls pity pizza plague plain plane planet plant plastic plate play player playground pleasure pledge plenty plot plug
pocket poem poet poetry poison poker pole polite political politics poll pollution pond pony poor pope popular portrait poverty
powder power powerful practical praise pray prayer precious pregnant prejudice prepare presence press prey price pride priest prime prince princess
print prison prisoner private prize probe profit progress promise proof property protest proud psychology pub public pump punish pupil
puppet pure purple purpose pursue puzzle pyramid quality quantum queen quest quick quiet quit quote rabbit race racism radar radical
radio rage rail rain rainbow random rank rap rape rapid rare rat ray razor reach reader reading ready reality rear rebel rebellion
rebuild recession recipe record recover recovery red refugee refuse regime regret rely remain remedy remember remind rent repair repeat
reporter rescue resign resist respect retire retreat return reveal revenge review revolt revolution reward rhythm rice rich ride ridge
rifle right rights ring riot rip rise rising risk risks risky rival river road roads robot robots rock rocket romance roof rookie room rope
rose rough routine royal ruin rule rules rumor rumour rural rush rust sacred sad safe safety sail saint salad salary sale salt salvation
sample sand satellite sauce savage save saving scam scandal scare scene scent scholar science scientist scissors score scream screen
sea seal season seat secret secrets sect seed seek self sell senior sense seven seventh sex shade shadow shake shallow shame shape shark
sharp sheep sheet shelf shell shelter shield shift shine ship ships shirt shit shock shoe shoes shoot shop short shot shots shout shrink shut
shy sick siege sigh sight sign signal silence silent silk silly silver sin singer single sink sister six sixth skeleton skeptic skill
skills skin skull sky slave sleep slide slim slip slow slump small smart smell smile smoke smooth snake sneak snow soap social society sock
soft soil soldier solid solo solution song soon sore sorrow sorry soul sound soup south space spare speech speed spell spend spider spirit
spite split spoon sport sports spot spread spring spy squad square squeeze stage stain stake stale stamp stand star stars startups state steal steam
steel steep stem stick stone stories storm story straight strange stranger strategic strategy straw street strength stress stretch strict
strike strong structure struggle stubborn student students stuff stupid style subtle suburb success suck sudden suffer sugar suicide suit
summer summit sun sunset super supply surgeon surgery surprise survey survival survive sushi suspect swan sweat sweet swim sword symbol
symphony tail tale tales talent talk tank tap task taste tax taxes taxi tea teach teacher teachers tear tech teen teeth temple ten tender
tennis tension tent terror text texture thank thanks theater theatre theft theme theory therapy thick thief thin third thirst thirteen thirty
threat threats three throat throne thumb thunder tide tie tiger tight timber tiny tip tips tire tired title toast toilet tomb tone
tongue tooth torture touch tough tour tower toxic toy trade trader tradition tragedy trail train trainer trap trash trauma
travel treasure treat treaty tree trees trial tribe trick tricks trip triumph tropical trouble truck trucks true trust truth tunnel turtle twelve
twentieth twenty twin twist tyranny ugly ultimate umbrella uncle undo unhappy unicorn uniform union universe upset urban usage useful useless
vacuum vain valley valuable value vampire vanilla vast vault vegetable vehicle vehicles verdict verse veteran victim victory village violence
violent virtue virus vision visit vital vocal voice voices volcano volunteer vote vulnerable wage wages wake walk wall wallet war warm warning
warrior wars wash waste watch water wave waves weak wealth weapon weapons wear weather weed weekend weight weird welcome west wet whale wheat wheel
whisper white widow wife wild will win wind wine wing winner winter wisdom wise wish witch wolf woman women wonder wood wool worker
workers worry worse worth wound wrap wreck wrestle writer writers yard year yellow yield young youth zebra zero zombie zone zoo
adds adopts aims allows asks backs bans bets brings builds buys calls comes cuts delays drops ends faces fails finds gets gives goes grows
hires hits joins keeps launches lays leads leaves lets loses makes meets moves names needs offers opens passes pays plans plays puts quits
raises reaches says seeks sells sends sets ships shows shuts signs slows spends starts stays steps stops sues takes talks tells tests turns
urges uses votes wants warns wins works writes analyst analysts researchers scientists lawmakers officials regulators judges users customers buyers
exports imports shares sales percent percentage half thousands millions billions dozens hundreds nobody everyone somebody anyone
anatomy guide tutorial cheatsheet handbook primer introduction deep dive revisited explained considered harmful rise unreasonable
should would could must shall postmortem postmortems aftermath roundup recap
effectiveness tale cities visual interactive gentle brief notes thoughts lessons learned ways reasons myths mistakes falsehoods believe
`

/** Those words, lower-cased. */
export const titleWords: ReadonlySet<string> = new Set(table.split(/\s+/).filter(word => word !== ''))

/** Endings that English words have and names seldom. */
export const wordEnding =
  /(?:ing|ed|ly|tions?|sions?|ments?|ness|ity|ities|able|ible|ances?|ences?|ships?|isms?|ists?|ful|ous|less|ical|ures?|ives?|ology)$/
