/** Inputs that the providers themselves call secret, and what a name alone would not tell. Read from the SDKs' sources. */
const SECRET: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries({
        "gcp:activedirectory/domainTrust:DomainTrust": ["trustHandshakeSecret"],
        "gcp:apigee/developerApp:DeveloperApp": ["consumerSecret"],
        "gcp:apigee/keystoresAliasesKeyCertFile:KeystoresAliasesKeyCertFile": ["key", "password"],
        "gcp:alloydb/user:User": ["password", "passwordWo"],
        "gcp:composer/userWorkloadsSecret:UserWorkloadsSecret": ["data"],
        "gcp:compute/backendBucketSignedUrlKey:BackendBucketSignedUrlKey": ["keyValue"],
        "gcp:compute/backendServiceSignedUrlKey:BackendServiceSignedUrlKey": ["keyValue"],
        "gcp:compute/regionSslCertificate:RegionSslCertificate": ["privateKey", "privateKeyWo"],
        "gcp:compute/sSLCertificate:SSLCertificate": ["privateKey", "privateKeyWo"],
        "gcp:compute/vPNTunnel:VPNTunnel": ["sharedSecret", "sharedSecretWo"],
        "gcp:firebase/appCheckDebugToken:AppCheckDebugToken": ["token"],
        "gcp:firebase/appCheckDeviceCheckConfig:AppCheckDeviceCheckConfig": ["privateKey"],
        "gcp:firebase/appCheckRecaptchaV3Config:AppCheckRecaptchaV3Config": ["siteSecret"],
        "gcp:kms/secretCiphertext:SecretCiphertext": ["plaintext"],
        "gcp:netapp/activeDirectory:ActiveDirectory": ["password"],
        "gcp:parametermanager/parameterVersion:ParameterVersion": ["parameterData"],
        "gcp:parametermanager/regionalParameterVersion:RegionalParameterVersion": ["parameterData"],
        "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": ["secretData", "secretDataWo"],
        "gcp:secretmanager/secretVersion:SecretVersion": ["secretData", "secretDataWo"],
        "gcp:securesourcemanager/hook:Hook": ["sensitiveQueryString"],
        "gcp:sql/databaseInstance:DatabaseInstance": ["rootPassword", "rootPasswordWo"],
        "gcp:sql/sourceRepresentationInstance:SourceRepresentationInstance": ["password"],
        "gcp:sql/user:User": ["password", "passwordWo"],
        "kubernetes:core/v1:Secret": ["data", "stringData"],
        "kubernetes:core/v1:SecretPatch": ["data", "stringData"],
        "pulumi:providers:gcp": ["accessToken", "credentials"],
        "pulumi:providers:vault": ["token"],
        "vault:generic/secret:Secret": ["dataJson", "dataJsonWo"],
        "vault:kv/secret:Secret": ["dataJson"],
        "vault:kv/secretV2:SecretV2": ["dataJson", "dataJsonWo"],
    }),
);

/** Inputs that an SDK hides although they often hold nothing secret: seen as secret, they prove nothing. */
const HIDDEN: ReadonlyMap<string, readonly string[]> = new Map(
    Object.entries({
        "gcp:compute/regionSslCertificate:RegionSslCertificate": ["certificate"],
        "gcp:compute/sSLCertificate:SSLCertificate": ["certificate"],
        "gcp:kms/secretCiphertext:SecretCiphertext": ["additionalAuthenticatedData"],
        "gcp:runtimeconfig/variable:Variable": ["text", "value"],
        "gcp:sql/databaseInstance:DatabaseInstance": ["replicaConfiguration"],
        "gcp:storage/bucketObject:BucketObject": ["content"],
    }),
);

/** The top-level properties of which everything is secret; undefined for types without one. */
export const secretInputs = ({ type }: { type: string }): readonly string[] | undefined => SECRET.get(type);

/** Whether the SDK hides this top-level property as a precaution. */
export const isHiddenInput = (type: string, property: string): boolean => HIDDEN.get(type)?.includes(property) ?? false;
