// The desk's script, loaded by every page: what each module adds is told at its head, and nothing needs it. Without script every form and link
// works as it stands.
import { saveTexts } from './autosave.js'
import { dragByHandle } from './drag.js'
import { sendForms } from './forms.js'
import { listenToKeys } from './keys.js'
import { closeMenus } from './menus.js'
import { lookForNews } from './news.js'
import { offerTexts } from './offer-texts.js'
import { takePastes } from './paste.js'
import { usePasskeys } from './passkeys.js'
import { boardTrain } from './train.js'

document.documentElement.dataset.script = ''
usePasskeys()
saveTexts()
sendForms()
dragByHandle()
listenToKeys()
closeMenus()
lookForNews()
takePastes()
void boardTrain()
void offerTexts()
