// The desk's script, loaded by every page: what each module adds is told at its head, and nothing needs it. Without script every form and link
// works as it stands.
import { sendForms } from './forms.js'
import { showVersions } from './versions.js'

document.documentElement.dataset.script = ''
sendForms()
showVersions()
