"""Words that are no name by themselves, and what stands around names."""

from __future__ import annotations

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
a about above academy access action active advance advanced agency all alliance alpha amber american
an angel april arch art ask asset associated atlas august autumn bank bay beacon bear best beta
better big bill black blue board body bold book border box boy branch bridge bright british broad
brook brown build building bureau business cabin can capital care case castle center central centre
chance change charity chase chief church city civic clay clear click cloud club coast code college
common community connect core corner council court craft creative crown crystal customer data dawn
day dean deep delta design dev digital direct dot dream drew early earth east eastern easy echo edge
education element energy engineering enterprise equal essential european ever evergreen every expert
faith federal field fifth financial fire first five fleet flow food force forest forward foundation
four frank free fresh friend front full future garden gate gene general gill glass global gold
golden good grace grand grant gray great green grey ground group grove guard guy hall happy harbor
harbour hard harmony health heart high hill home honor hope hospital house hub human hunt idea ideal
impact industrial industry infinite information inner innovation inside institute integrated
international island jack job joy judge june junior just key kind king kit labs lake land language
law lead leaf learn learning level liberty life light like line link little live living local logic
long love low mail main major man mark market marsh master may media medical meet mercy metro miles
mill mind mobile modern money moon more mountain national natural nature network new next night
noble north northern nova novel now nurse oak ocean office old on one online only open orange our
page paper park partner partners patience pay peak people perfect pilot pine pioneer planet play
plus point port post power premier price pride prime prince pro project prospect public pure quality
queen quick quiet rapid ready real red regional rich ridge right ring rise river road rock root rose
round royal rusty safe sage sand school science sea search second secure self senior services seven
shared sharp shore short show silver simple six skill sky small smart social society soft software
solid solution solutions south southern space spark special spring square staff star state steel
step sterling stone store story street strong studio studios style sue summer summit sun sunny
support sure swift system systems tab talent tax team tech technical technologies technology ten
test the third three time top total touch tower town trade training travel tree true trust two union
united unity universal university up urban value van vanguard village virgin vision vital voice wall
ward water wave way web well west western white wild will wind wing winter wise wolf wonder wood
work works world yellow yes young your zen zero zone
"""

LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
"""Folded, without full stops: what a company's name may end in."""

TITLES = frozenset(_TITLES.split())
"""What may stand before a person's name."""

PARTICLES = frozenset(_PARTICLES.split())
"""What joins the parts of a name and is none."""

ORDINARY = frozenset(_ORDINARY.split())
"""Folded words that begin many names and stand in many sentences."""
