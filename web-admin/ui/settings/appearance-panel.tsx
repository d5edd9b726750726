import { Input, SegmentedControl, SimpleGrid } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LocaleChoice, SchemeChoice } from '../app/user-menu'
import { useEnterSends } from '../inbox/composer/send-key'
import { Panel } from './panel'

export function AppearancePanel() {
  const { t } = useTranslation()
  const [enterSends, setEnterSends] = useEnterSends()
  return (
    <Panel title={t('settings.appearance')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Input.Wrapper label={t('app.language')} labelElement="div">
          <LocaleChoice />
        </Input.Wrapper>
        <Input.Wrapper label={t('app.theme')} labelElement="div">
          <SchemeChoice />
        </Input.Wrapper>
        <Input.Wrapper label={t('settings.composer')} labelElement="div">
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('settings.composer')}
            value={enterSends ? 'enter' : 'ctrl'}
            onChange={(value) => setEnterSends(value === 'enter')}
            data={[
              { value: 'enter', label: t('settings.enter') },
              { value: 'ctrl', label: t('settings.ctrlEnter') },
            ]}
          />
        </Input.Wrapper>
      </SimpleGrid>
    </Panel>
  )
}
