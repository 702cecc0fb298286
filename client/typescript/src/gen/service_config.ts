// From protos/service_config.json, by `make proto-clients`.

export const SERVICE_CONFIG = {
  "methodConfig": [
    {
      "name": [
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "GetAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "ListAccessKeys"
        },
        {
          "service": "mintmark.v1.ApplicationService",
          "method": "GetApplication"
        },
        {
          "service": "mintmark.v1.ApplicationService",
          "method": "ListApplications"
        },
        {
          "service": "mintmark.v1.AttributeService",
          "method": "GetAttribute"
        },
        {
          "service": "mintmark.v1.AttributeService",
          "method": "ListAttributes"
        },
        {
          "service": "mintmark.v1.AuditService",
          "method": "ListAuditEvents"
        },
        {
          "service": "mintmark.v1.CredentialService",
          "method": "GetCredential"
        },
        {
          "service": "mintmark.v1.CredentialService",
          "method": "ListCredentials"
        },
        {
          "service": "mintmark.v1.FlowService",
          "method": "GetFlow"
        },
        {
          "service": "mintmark.v1.FlowService",
          "method": "ListFlows"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "ListKeys"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "GetKey"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "GetJsonWebKeySet"
        },
        {
          "service": "mintmark.v1.ProjectService",
          "method": "GetProject"
        },
        {
          "service": "mintmark.v1.ProjectService",
          "method": "ListProjects"
        },
        {
          "service": "mintmark.v1.RoleService",
          "method": "GetRole"
        },
        {
          "service": "mintmark.v1.RoleService",
          "method": "ListRoles"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "GetTemplate"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "ListTemplates"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "ValidateTemplate"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "ListTemplateRevisions"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "GetTemplateRevision"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "CompareTemplateRevisions"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "ListStarterTemplates"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "GetStarterTemplate"
        },
        {
          "service": "mintmark.v1.TenantService",
          "method": "GetTenant"
        },
        {
          "service": "mintmark.v1.TenantService",
          "method": "ListTenants"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IssueSessionToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IssueIdToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IssueAccessKeyToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "RefreshSession"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "SelectTenant"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "UpdateSessionClaims"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "GetSession"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "ListSessions"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IntrospectToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "PreviewToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "ExplainToken"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "GetUser"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "ListUsers"
        }
      ],
      "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    },
    {
      "name": [
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "CreateAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "UpdateAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "DeleteAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "RotateAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "ActivateAccessKey"
        },
        {
          "service": "mintmark.v1.AccessKeyService",
          "method": "DeactivateAccessKey"
        },
        {
          "service": "mintmark.v1.ApplicationService",
          "method": "CreateApplication"
        },
        {
          "service": "mintmark.v1.ApplicationService",
          "method": "UpdateApplication"
        },
        {
          "service": "mintmark.v1.ApplicationService",
          "method": "DeleteApplication"
        },
        {
          "service": "mintmark.v1.AttributeService",
          "method": "CreateAttribute"
        },
        {
          "service": "mintmark.v1.AttributeService",
          "method": "UpdateAttribute"
        },
        {
          "service": "mintmark.v1.AttributeService",
          "method": "DeleteAttribute"
        },
        {
          "service": "mintmark.v1.CredentialService",
          "method": "CreateCredential"
        },
        {
          "service": "mintmark.v1.CredentialService",
          "method": "UpdateCredential"
        },
        {
          "service": "mintmark.v1.CredentialService",
          "method": "RevokeCredential"
        },
        {
          "service": "mintmark.v1.FlowService",
          "method": "CreateFlow"
        },
        {
          "service": "mintmark.v1.FlowService",
          "method": "UpdateFlow"
        },
        {
          "service": "mintmark.v1.FlowService",
          "method": "DeleteFlow"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "PrepareKey"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "ActivateKey"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "RetireKey"
        },
        {
          "service": "mintmark.v1.KeyService",
          "method": "RevokeKey"
        },
        {
          "service": "mintmark.v1.ProjectService",
          "method": "CreateProject"
        },
        {
          "service": "mintmark.v1.ProjectService",
          "method": "UpdateProject"
        },
        {
          "service": "mintmark.v1.ProjectService",
          "method": "DeleteProject"
        },
        {
          "service": "mintmark.v1.RoleService",
          "method": "CreateRole"
        },
        {
          "service": "mintmark.v1.RoleService",
          "method": "UpdateRole"
        },
        {
          "service": "mintmark.v1.RoleService",
          "method": "DeleteRole"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "CreateTemplate"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "UpdateTemplate"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "DeleteTemplate"
        },
        {
          "service": "mintmark.v1.TemplateService",
          "method": "RollbackTemplate"
        },
        {
          "service": "mintmark.v1.TenantService",
          "method": "CreateTenant"
        },
        {
          "service": "mintmark.v1.TenantService",
          "method": "UpdateTenant"
        },
        {
          "service": "mintmark.v1.TenantService",
          "method": "DeleteTenant"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IssueRefreshToken"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "IssueSession"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "RevokeSession"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "RevokeUserSessions"
        },
        {
          "service": "mintmark.v1.TokenService",
          "method": "BatchIssue"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "CreateUser"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "UpdateUser"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "DeleteUser"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "AddMembership"
        },
        {
          "service": "mintmark.v1.UserService",
          "method": "RemoveMembership"
        }
      ],
      "retryPolicy": {
        "maxAttempts": 4,
        "initialBackoff": "0.1s",
        "maxBackoff": "2s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    }
  ],
  "retryThrottling": {
    "maxTokens": 10,
    "tokenRatio": 0.1
  }
} as const;
