import { useTranslation } from 'react-i18next'
import { Page } from '../parts/page'
import { TemplatesPanel } from '../templates/templates-panel'
import { AppearancePanel } from './appearance-panel'
import { AutoresponderPanel } from './autoresponder-panel'
import { CannedRepliesPanel } from './canned-replies-panel'
import { ChannelsPanel } from './channels-panel'
import { ClientFieldsPanel } from './client-fields-panel'
import { CompanyPanel } from './company-panel'
import { FilesPanel } from './files-panel'
import { LabelsPanel } from './labels-panel'
import { PasswordPanel } from './password-panel'
import { PipelinesPanel } from './pipelines/pipelines-panel'
import { QuietClientsPanel } from './quiet-clients-panel'
import { SchedulePanel } from './schedule-panel'
import { AuditPanel, ProfilePanel, RoutingPanel, TeamPanel } from './team-panel'

export function SettingsPage() {
  const { t } = useTranslation()
  return (
    <Page title={t('settings.title')} narrow>
      <ProfilePanel />
      <AppearancePanel />
      <CompanyPanel />
      <SchedulePanel />
      <AutoresponderPanel />
      <CannedRepliesPanel />
      <LabelsPanel />
      <PipelinesPanel />
      <ClientFieldsPanel />
      <QuietClientsPanel />
      <ChannelsPanel />
      <FilesPanel />
      <TemplatesPanel />
      <TeamPanel />
      <RoutingPanel />
      <AuditPanel />
      <PasswordPanel />
    </Page>
  )
}
