"""Words that are no name by themselves, and what stands around names."""

from __future__ import annotations

from collections.abc import Iterator

_LEGAL_FORMS = """
ab ag aps as asa bv bvba cic co company corp corporation cv eg ev gbr gesmbh gmbh inc incorporated
kft kg kgaa kk limited lllp llc llp lp ltd ltda nv ohg oy oyj plc pbc pte pty pvt sa sarl sas sasu
se sl slu snc spa spzoo sro srl ug vof zrt
"""

_TITLES = """
dame dr fr frau herr hr lady lord madame miss mister mlle mme monsieur mr mrs ms mx prof professor
rev sir sr sra
"""

_PARTICLES = """
abu af al and av bin binti da de dei del della den der des di do dos du el ibn jr la las le los of
san santa st ter the und van vom von y zu zum zur
"""

_ORDINARY = """
a about above academy access action active advance advanced after again against agency all alliance
along alpha amber american an angel another any apart april arch around art ask asset associated
atlas august autumn away back bad bakery bank bare base bay beacon bear beat begin being below best
beta better between beyond big bill black blend block blue board body bold book border borough both
bottom box boy brain branch brave bread break breath breeze bridge bright bring british broad broken
brook brother brown brush build building bureau burst business busy button buy cabin call calm camp
can candle capital card care careful carry case cash castle catch cause center central centre
certain chain chair chalk chance change charge charity charm chart chase cheap check cheer cherry
chief child choice church circle city civic class clay clean clear clever click climb clinic clock
close cloth cloud club coach coal coast coat code coffee cold collective college come common
community company compass complete concept concrete connect copper core corner cosy cotton council
count country county couple court cover cow craft creative crop cross crowd crown crystal cup cure
current curve customer cut cycle daily dance dark data date dawn day deal dean dear decent deep
delta department design desk dev diamond dig digital dinner direct dish district doctor dog door dot
double down draw dream dress drew drink drive drop dry dust each eagle early earth ease east eastern
easy eat echo edge education effect egg eight element eleven empty end energy engine engineering
enjoy enough enter enterprise equal equip essential european event ever evergreen every exact excel
exchange expand expert explore express extra eye face fact factory fair faith fall family far farm
fast father feather federal feed feel few fiber fibre field fifth figure file fill film final
financial find fine finger finish fire firm first fish fit five fix flag flat fleet flex flight
float floor flow flower fly focus folk food foot force forest form fort forty forward found
foundation four frame frank free freedom fresh friend front frost fruit full fun fund fusion future
galaxy gallery game garden gas gate gene general gentle giant gift gill girl give glad glass global
glow go goal goat gold golden good grace grain grand grant grape grass gray great green grey grid
ground group grove grow growth guard guide guild guy half hall hand handle hands happy harbor
harbour hard harmony harvest have hawk head heal health hear heart heat heavy help hero hidden high
hill hold hole home honest honey honor hook hope horizon horse hospital hot hotel hour house hub
huge human hunt ice icon idea ideal image impact in industrial industry infinite information ink inn
inner innovation input inside instant institute insure integrated interest international invest iron
island jack jet job join journey joy judge juice jump june junior just keep key kids kind king kit
kitchen kite knowledge lab labs ladder lake lamb lamp land language large last late launch law layer
lead leader leaf league lean learn learning least leave left legal lemon less let letter level
liberty library life lift light like limit line linen link list little live living load loan local
lock loft logic long loop lot loud love low lucky lunar lunch machine made magic magnet mail main
major make maker man mango many map maple marble marine mark market marsh mass master match maths
matter may meadow meal measure media medical meet mega melon member memory mercy merit metal method
metro middle might miles milk mill mind mini ministry mint minute mirror mission mist mix mobile
model modern moment money monkey month moon more morning moss most mother motion motor mountain
mouse move movement much museum museums music must name narrow national natural nature navy near
neat need nest net network never new next nice night nine noble noon normal north northern nothing
nova novel now number nurse nut oak object ocean odd of off office oil ok old omega on one online
only open opera operation optimal option orange orbit orchard order organic origin other our out
outer over owl own pack page paint pair palace palm panda panel paper parcel parent park part
partner partners party pass past path patience pattern pay pea peace peak peer pen people pepper
perfect perform person pet phone photo piano picture piece pier pilot pine pink pioneer pipe pivot
pixel place plain plan plane planet plant plastic plate platform play plus pocket poem poetry point
pole polish pool port position post potato powder power practical practice premier present press
pretty price pride primary prime prince print private pro process produce product program progress
project proper prospect provider prudent public publishing pull pulse pump pure purple push puzzle
quality quarter queen quest question quick quiet radio rain rainbow raise ranch range rapid raven
raw reach read ready real reason record red regional reliable rent republic rescue research reserve
resource rest result retail reverse rice rich ride ridge right ring rise river road roam robot rock
rocket roll roof room root rope rose round route row royal rubber rule run rural rusty safe sage
sail salt same sand satellite save scale scene school science score scout screen script sea seal
search season seat second secure see seed self sell send senior sense series serve service services
set seven shade shadow shape share shared sharp she sheep shell shield shift shine ship shop shore
short show sign signal silent silk silver simple since single sister site six size skill sky slate
sleep slice slide slow small smart smile smoke smooth snap snow so soap social society soft software
solar sole solid solution solutions song sonic soul sound soup source south southern space spark
special spice spider spin spirit split sport spot spread spring square stable stack staff stage
stand star start state station stay steam steel stem step sterling still stock stone store storm
story straight strategic strategy stream street stretch stride string stripe strong structure
student studio studios study style subject success such sue sugar suit summer summit sun sunny super
support sure surf surface surgery sustainable sweet swift swim swing system systems tab table tail
take tale talent talk tall tank target task taste tax tea teach team tech technical technologies
technology tele tell temple ten tent test text thank the theater theatre theory thing think third
thought thread three thrive thunder ticket tide tiger timber time tiny tip to today together
tomorrow tool top topic torch total touch tower town track tractor trade training transit transport
travel tree trend tribe trip trophy true trust try tube tulip tune turn turtle twelve twenty twin
two type ultra under union unique unit united unity universal university up upper urban use valley
value van vanguard vast vault vector vehicle velvet venture very view village vintage virgin visa
vision visit visual vital vivid voice walk wall want war ward warehouse warm watch water wave way we
wealth wear web wedding week weight welcome well west western what wheat wheel where which white
whole why wide wife wild will win wind window wine wing wins winter wire wise wish with within
without wolf woman women wonder wood woods word work worker works workshop world worth wrap write
yard year yellow yes yet young your zebra zen zero zone
"""

_ALSO_NAMES = """
angel art ash august bunny buddy chance colt crane darling day dick elm field ginger guy hammer
honey hope hunter jasper kit kitty lake love major marshal may norm ocean poppy prince queen reef
river scarlet short skip sky sonny star stew storm summer trip will winter woody
"""

LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
"""Folded, without full stops: what a company's name may end in."""

TITLES = frozenset(_TITLES.split())
"""What may stand before a person's name."""

PARTICLES = frozenset(_PARTICLES.split())
"""What joins the parts of a name and is none."""

ORDINARY = frozenset(_ORDINARY.split())
"""Folded words that begin many names and stand in many sentences."""

ALSO_NAMES = frozenset(_ALSO_NAMES.split())
"""Words that some people are called, and that lists of names leave out."""

_ENDINGS = (
    *(("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y")),
    *(("ing", ""), ("ing", "e"), ("ly", ""), ("er", ""), ("er", "e"), ("est", "")),
)
"""What English words end in → what stood there before."""
_LEAST_STEM = 3


def stems_of(word: str) -> Iterator[str]:
    """Yield a small English word, and what it may be a form of: explained is of explain."""
    yield word
    for ending, before in _ENDINGS:
        stem = word.removesuffix(ending) + before
        if word.endswith(ending) and len(stem) >= _LEAST_STEM:
            yield stem
            if not before and stem[-1] == stem[-2]:
                yield stem[:-1]  # swapped is of swap
