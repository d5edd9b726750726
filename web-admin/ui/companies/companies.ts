import { useQuery } from '@tanstack/react-query'
import type {
  ClientRow,
  CompanyCreateBody,
  CompanyRow,
  CompanyUpdateBody,
  CompanyView,
  DealCard,
} from '../../api/contract'
import { api } from '../api/client'
import { keys } from '../api/keys'
import { usePages } from '../api/pages'
import { queryClient } from '../api/query-client'
import type { CompanyFilter } from './company-filter'

export function useCompanies(filter: CompanyFilter) {
  return usePages<CompanyRow>(keys.companyList(filter), '/companies', { ...filter })
}

export function useCompany(id: string) {
  return useQuery({
    queryKey: keys.company(id),
    queryFn: ({ signal }) => api.get<CompanyView>(`/companies/${id}`, {}, signal),
  })
}

export function refreshCompany(id: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: keys.company(id) })
}

export function usePeopleOf(companyId: string) {
  const filter = { companyId }
  return usePages<ClientRow>(keys.clientList(filter), '/clients', filter)
}

export function useDealsOfCompany(companyId: string) {
  const filter = { companyId }
  return usePages<DealCard>(keys.dealList(filter), '/deals', filter)
}

function changed(company: CompanyView): CompanyView {
  queryClient.setQueryData(keys.company(company.id), company)
  void queryClient.invalidateQueries({ queryKey: ['companies', 'list'] })
  // They show its name.
  void queryClient.invalidateQueries({ queryKey: keys.clients })
  void queryClient.invalidateQueries({ queryKey: keys.deals })
  return company
}

/** Each rejects with `ApiError`. */
export const companyCommands = {
  create: (body: CompanyCreateBody) => api.post<CompanyView>('/companies', body).then(changed),
  update: (id: string, body: CompanyUpdateBody) =>
    api.patch<CompanyView>(`/companies/${id}`, body).then(changed),
}
