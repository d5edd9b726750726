import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './board.module.css'

export function BoardWaiting() {
  const { t } = useTranslation()
  return (
    <div className={classes.board} role="status" aria-busy="true" aria-label={t('app.loading')}>
      {[3, 2, 4, 1].map((cards, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed ghosts.
        <div key={index} className={classes.column}>
          <Skeleton h={18} w="60%" mb="md" />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: fixed ghosts.
            <Skeleton key={card} h={92} radius="lg" mb="xs" />
          ))}
        </div>
      ))}
    </div>
  )
}
