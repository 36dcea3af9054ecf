// Of @simplewebauthn/browser, as far as passkeys.js uses it; the server gives out the package's own bundle as a module under this name.
type Ceremony = (options: { readonly optionsJSON: object }) => Promise<object>

export const startRegistration: Ceremony
export const startAuthentication: Ceremony
