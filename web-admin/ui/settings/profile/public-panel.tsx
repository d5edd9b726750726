import { Avatar, Button, FileButton, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffView } from '../../../api/contract'
import { uploadFile } from '../../api/upload'
import { colorOf, initials } from '../../parts/initials'
import { toastError } from '../../parts/toast'
import { Panel } from '../panel'
import { useSaveProfile } from './use-save-profile'

const pictures = 'image/jpeg,image/png,image/webp'
const mostBytes = 10 * 1024 * 1024

/** Photo, name, position and address, as clients see them. */
export function PublicPanel({ me }: { me: StaffView }) {
  const { t } = useTranslation()
  const { save, busy } = useSaveProfile()
  const form = useForm({
    initialValues: { publicName: me.publicName, title: me.title, address: me.address },
  })
  return (
    <Panel title={t('profile.public')} lead={t('profile.publicLead')}>
      <form
        aria-label={t('profile.public')}
        onSubmit={form.onSubmit((values) => void save({ ...values, expectedVersion: me.version }))}
      >
        <Stack maw={460}>
          <Photo me={me} />
          <TextInput
            label={t('profile.publicName')}
            placeholder={me.name}
            maxLength={120}
            {...form.getInputProps('publicName')}
          />
          <TextInput label={t('profile.jobTitle')} maxLength={120} {...form.getInputProps('title')} />
          <Textarea
            label={t('profile.address')}
            description={t('profile.addressHint')}
            autosize
            minRows={1}
            maxLength={300}
            {...form.getInputProps('address')}
          />
          <Button type="submit" w="fit-content" loading={busy} disabled={!form.isDirty()}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function Photo({ me }: { me: StaffView }) {
  const { t } = useTranslation()
  const { save, busy } = useSaveProfile()
  const [problem, setProblem] = useState('')
  const upload = async (file: File | null) => {
    if (!file) return
    if (!pictures.includes(file.type) || file.size > mostBytes) {
      setProblem(t('profile.notPicture'))
      return
    }
    setProblem('')
    try {
      const stored = await uploadFile(file, '', () => undefined, new AbortController().signal)
      await save({ photoFileId: stored.fileId })
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <div>
      <Group>
        <Avatar
          src={me.photoUrl || null}
          size={76}
          radius={999}
          color={colorOf(me.name)}
          alt={t('profile.photo')}
        >
          {initials(me.publicName || me.name)}
        </Avatar>
        <FileButton accept={pictures} onChange={(file) => void upload(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={busy}>
              {t('profile.upload')}
            </Button>
          )}
        </FileButton>
        {me.photoUrl ? (
          <Button variant="subtle" color="gray" onClick={() => void save({ photoFileId: null })}>
            {t('profile.removePhoto')}
          </Button>
        ) : null}
      </Group>
      {problem ? (
        <p role="alert" style={{ color: 'var(--mantine-color-error)', fontSize: 13 }}>
          {problem}
        </p>
      ) : null}
    </div>
  )
}
