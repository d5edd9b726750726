import { loadConfig } from './api.js'
import { fill } from './dom.js'
import { applyTheme, language, words } from './settings.js'
import { Stage } from './stage.js'
import { Store } from './store.js'

applyTheme()
document.documentElement.lang = language
document.title = words.title

async function begin(): Promise<void> {
  const store = new Store(await loadConfig())
  await store.connect()
  fill(document.body, new Stage(store).element)
}

void begin()
