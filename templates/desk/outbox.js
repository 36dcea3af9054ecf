// Acts on the draft that could not be sent: kept in this browser (IndexedDB) in order, for the editor who did them.

/**
 * `fields` as the form bore them, with base and command, so that each acts once; `week` is the issue that it was made on, `refused` what speaks
 * against it.
 * @typedef {{ id?: number, editor: string, path: string, fields: string, said: string, week: string, refused: string }} Waiting
 */

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('weekly-desk', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Result>} act
 * @returns {Promise<Result>}
 */
async function withOutbox(mode, act) {
  const database = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction('outbox', mode)
      const asked = act(transaction.objectStore('outbox'))
      transaction.oncomplete = () => resolve(asked.result)
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    database.close()
  }
}

/** Puts an act at the end, or what is known of one in its place. @param {Waiting} act */
export const keepAct = act => withOutbox('readwrite', store => store.put(act))

/** @param {number} id */
export const dropAct = id => withOutbox('readwrite', store => store.delete(id))

/** What waits of this editor, in order. @param {string} editor @returns {Promise<Waiting[]>} */
export async function listActs(editor) {
  const all = /** @type {Waiting[]} */ (await withOutbox('readonly', store => store.getAll()))
  return all.filter(act => act.editor === editor)
}
