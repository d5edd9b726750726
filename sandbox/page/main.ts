import { loadConfig } from './api.js'
import { fill } from './dom.js'
import { applyTheme, followedLink, language, words } from './settings.js'
import { Stage } from './stage.js'
import { Store } from './store.js'

applyTheme()
document.documentElement.lang = language
document.title = words.title

async function begin(): Promise<void> {
  const store = new Store(await loadConfig())
  await store.connect()
  const stage = new Stage(store)
  fill(document.body, stage.element)
  const link = followedLink()
  if (link) await stage.follow(link)
}

void begin()
