// Made by generate.ts from the operators' own definitions; do not edit.

/** The version of each kind that its operator stores: older ones are served no more, or soon will not be. */
export const API_VERSIONS = {
    ExternalSecret: "external-secrets.io/v1",
    SecretStore: "external-secrets.io/v1",
    ServiceMonitor: "monitoring.coreos.com/v1",
    PrometheusRule: "monitoring.coreos.com/v1",
    Gateway: "gateway.networking.k8s.io/v1",
    HTTPRoute: "gateway.networking.k8s.io/v1",
    FQDNNetworkPolicy: "networking.gke.io/v1alpha1",
    GCPBackendPolicy: "networking.gke.io/v1",
    GCPGatewayPolicy: "networking.gke.io/v1",
    HealthCheckPolicy: "networking.gke.io/v1",
} as const;

/** What the specification of each kind may say. */
export interface Specs {
    ExternalSecret: {
        data?: {
            remoteRef: {
                conversionStrategy?: "Default" | "Unicode";
                decodingStrategy?: "Auto" | "Base64" | "Base64URL" | "None";
                key: string;
                metadataPolicy?: "None" | "Fetch";
                property?: string;
                version?: string;
            };
            secretKey: string;
            sourceRef?: {
                storeRef?: {
                    kind?: "SecretStore" | "ClusterSecretStore";
                    name?: string;
                };
            };
        }[];
        dataFrom?: {
            extract?: {
                conversionStrategy?: "Default" | "Unicode";
                decodingStrategy?: "Auto" | "Base64" | "Base64URL" | "None";
                key: string;
                metadataPolicy?: "None" | "Fetch";
                property?: string;
                version?: string;
            };
            find?: {
                conversionStrategy?: "Default" | "Unicode";
                decodingStrategy?: "Auto" | "Base64" | "Base64URL" | "None";
                name?: {
                    regexp?: string;
                };
                path?: string;
                tags?: Record<string, string>;
            };
            rewrite?: {
                merge?: {
                    conflictPolicy?: "Ignore" | "Error";
                    into?: string;
                    priority?: string[];
                    priorityPolicy?: "IgnoreNotFound" | "Strict";
                    strategy?: "Extract" | "JSON";
                };
                regexp?: {
                    source: string;
                    target: string;
                };
                transform?: {
                    template: string;
                };
            }[];
        }[];
        refreshInterval?: string;
        refreshPolicy?: "CreatedOnce" | "Periodic" | "OnChange";
        secretStoreRef?: {
            kind?: "SecretStore" | "ClusterSecretStore";
            name?: string;
        };
        target?: {
            creationPolicy?: "Owner" | "Orphan" | "Merge" | "None";
            deletionPolicy?: "Delete" | "Merge" | "Retain";
            immutable?: boolean;
            manifest?: {
                apiVersion: string;
                kind: string;
            };
            name?: string;
            template?: {
                data?: Record<string, string>;
                engineVersion?: "v2";
                mergePolicy?: "Replace" | "Merge";
                metadata?: {
                    annotations?: Record<string, string>;
                    finalizers?: string[];
                    labels?: Record<string, string>;
                };
                templateFrom?: {
                    configMap?: {
                        items: {
                            key: string;
                            templateAs?: "Values" | "KeysAndValues";
                        }[];
                        name: string;
                    };
                    literal?: string;
                    secret?: {
                        items: {
                            key: string;
                            templateAs?: "Values" | "KeysAndValues";
                        }[];
                        name: string;
                    };
                    target?: string;
                }[];
                type?: string;
            };
        };
    };
    SecretStore: {
        conditions?: {
            namespaceRegexes?: string[];
            namespaceSelector?: {
                matchExpressions?: {
                    key: string;
                    operator: string;
                    values?: string[];
                }[];
                matchLabels?: Record<string, string>;
            };
            namespaces?: string[];
        }[];
        controller?: string;
        provider: {
            gcpsm?: {
                auth?: {
                    secretRef?: {
                        secretAccessKeySecretRef?: {
                            key?: string;
                            name?: string;
                            namespace?: string;
                        };
                    };
                    workloadIdentity?: {
                        clusterLocation?: string;
                        clusterName?: string;
                        clusterProjectID?: string;
                        serviceAccountRef: {
                            audiences?: string[];
                            name: string;
                            namespace?: string;
                        };
                    };
                    workloadIdentityFederation?: {
                        audience?: string;
                        awsSecurityCredentials?: {
                            awsCredentialsSecretRef: {
                                name: string;
                                namespace?: string;
                            };
                            region: string;
                        };
                        credConfig?: {
                            key: string;
                            name: string;
                            namespace?: string;
                        };
                        externalTokenEndpoint?: string;
                        serviceAccountRef?: {
                            audiences?: string[];
                            name: string;
                            namespace?: string;
                        };
                    };
                };
                location?: string;
                projectID?: string;
                secretVersionSelectionPolicy?: string;
            };
            vault?: {
                auth?: {
                    jwt?: {
                        kubernetesServiceAccountToken?: {
                            audiences?: string[];
                            expirationSeconds?: number;
                            serviceAccountRef: {
                                audiences?: string[];
                                name: string;
                                namespace?: string;
                            };
                        };
                        path: string;
                        role?: string;
                        secretRef?: {
                            key?: string;
                            name?: string;
                            namespace?: string;
                        };
                    };
                    kubernetes?: {
                        mountPath: string;
                        role: string;
                        secretRef?: {
                            key?: string;
                            name?: string;
                            namespace?: string;
                        };
                        serviceAccountRef?: {
                            audiences?: string[];
                            name: string;
                            namespace?: string;
                        };
                    };
                };
                caBundle?: string;
                caProvider?: {
                    key?: string;
                    name: string;
                    namespace?: string;
                    type: "Secret" | "ConfigMap";
                };
                checkAndSet?: {
                    required?: boolean;
                };
                forwardInconsistent?: boolean;
                headers?: Record<string, string>;
                namespace?: string;
                path?: string;
                readYourWrites?: boolean;
                server: string;
                tls?: {
                    certSecretRef?: {
                        key?: string;
                        name?: string;
                        namespace?: string;
                    };
                    keySecretRef?: {
                        key?: string;
                        name?: string;
                        namespace?: string;
                    };
                };
                version?: "v1" | "v2";
            };
        };
        refreshInterval?: number;
        retrySettings?: {
            maxRetries?: number;
            retryInterval?: string;
        };
    };
    ServiceMonitor: {
        attachMetadata?: {
            node?: boolean;
        };
        bodySizeLimit?: string;
        convertClassicHistogramsToNHCB?: boolean;
        endpoints: {
            authorization?: {
                credentials?: {
                    key: string;
                    name?: string;
                    optional?: boolean;
                };
                type?: string;
            };
            basicAuth?: {
                password?: {
                    key: string;
                    name?: string;
                    optional?: boolean;
                };
                username?: {
                    key: string;
                    name?: string;
                    optional?: boolean;
                };
            };
            bearerTokenFile?: string;
            bearerTokenSecret?: {
                key: string;
                name?: string;
                optional?: boolean;
            };
            enableHttp2?: boolean;
            filterRunning?: boolean;
            followRedirects?: boolean;
            honorLabels?: boolean;
            honorTimestamps?: boolean;
            interval?: string;
            metricRelabelings?: {
                action?:
                    | "replace"
                    | "Replace"
                    | "keep"
                    | "Keep"
                    | "drop"
                    | "Drop"
                    | "hashmod"
                    | "HashMod"
                    | "labelmap"
                    | "LabelMap"
                    | "labeldrop"
                    | "LabelDrop"
                    | "labelkeep"
                    | "LabelKeep"
                    | "lowercase"
                    | "Lowercase"
                    | "uppercase"
                    | "Uppercase"
                    | "keepequal"
                    | "KeepEqual"
                    | "dropequal"
                    | "DropEqual";
                modulus?: number;
                regex?: string;
                replacement?: string;
                separator?: string;
                sourceLabels?: string[];
                targetLabel?: string;
            }[];
            oauth2?: {
                clientId: {
                    configMap?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                    secret?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                };
                clientSecret: {
                    key: string;
                    name?: string;
                    optional?: boolean;
                };
                endpointParams?: Record<string, string>;
                noProxy?: string;
                proxyConnectHeader?: Record<
                    string,
                    {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    }[]
                >;
                proxyFromEnvironment?: boolean;
                proxyUrl?: string;
                scopes?: string[];
                tlsConfig?: {
                    ca?: {
                        configMap?: {
                            key: string;
                            name?: string;
                            optional?: boolean;
                        };
                        secret?: {
                            key: string;
                            name?: string;
                            optional?: boolean;
                        };
                    };
                    cert?: {
                        configMap?: {
                            key: string;
                            name?: string;
                            optional?: boolean;
                        };
                        secret?: {
                            key: string;
                            name?: string;
                            optional?: boolean;
                        };
                    };
                    insecureSkipVerify?: boolean;
                    keySecret?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                    maxVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
                    minVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
                    serverName?: string;
                };
                tokenUrl: string;
            };
            params?: Record<string, string[]>;
            path?: string;
            port?: string;
            proxyUrl?: string;
            relabelings?: {
                action?:
                    | "replace"
                    | "Replace"
                    | "keep"
                    | "Keep"
                    | "drop"
                    | "Drop"
                    | "hashmod"
                    | "HashMod"
                    | "labelmap"
                    | "LabelMap"
                    | "labeldrop"
                    | "LabelDrop"
                    | "labelkeep"
                    | "LabelKeep"
                    | "lowercase"
                    | "Lowercase"
                    | "uppercase"
                    | "Uppercase"
                    | "keepequal"
                    | "KeepEqual"
                    | "dropequal"
                    | "DropEqual";
                modulus?: number;
                regex?: string;
                replacement?: string;
                separator?: string;
                sourceLabels?: string[];
                targetLabel?: string;
            }[];
            scheme?: "http" | "https";
            scrapeTimeout?: string;
            targetPort?: number | string;
            tlsConfig?: {
                ca?: {
                    configMap?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                    secret?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                };
                caFile?: string;
                cert?: {
                    configMap?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                    secret?: {
                        key: string;
                        name?: string;
                        optional?: boolean;
                    };
                };
                certFile?: string;
                insecureSkipVerify?: boolean;
                keyFile?: string;
                keySecret?: {
                    key: string;
                    name?: string;
                    optional?: boolean;
                };
                maxVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
                minVersion?: "TLS10" | "TLS11" | "TLS12" | "TLS13";
                serverName?: string;
            };
            trackTimestampsStaleness?: boolean;
        }[];
        fallbackScrapeProtocol?:
            | "PrometheusProto"
            | "OpenMetricsText0.0.1"
            | "OpenMetricsText1.0.0"
            | "PrometheusText0.0.4"
            | "PrometheusText1.0.0";
        jobLabel?: string;
        keepDroppedTargets?: number;
        labelLimit?: number;
        labelNameLengthLimit?: number;
        labelValueLengthLimit?: number;
        namespaceSelector?: {
            any?: boolean;
            matchNames?: string[];
        };
        nativeHistogramBucketLimit?: number;
        nativeHistogramMinBucketFactor?: number | string;
        podTargetLabels?: string[];
        sampleLimit?: number;
        scrapeClass?: string;
        scrapeClassicHistograms?: boolean;
        scrapeProtocols?: (
            | "PrometheusProto"
            | "OpenMetricsText0.0.1"
            | "OpenMetricsText1.0.0"
            | "PrometheusText0.0.4"
            | "PrometheusText1.0.0"
        )[];
        selector: {
            matchExpressions?: {
                key: string;
                operator: string;
                values?: string[];
            }[];
            matchLabels?: Record<string, string>;
        };
        selectorMechanism?: "RelabelConfig" | "RoleSelector";
        targetLabels?: string[];
        targetLimit?: number;
    };
    PrometheusRule: {
        groups?: {
            interval?: string;
            labels?: Record<string, string>;
            limit?: number;
            name: string;
            partial_response_strategy?: string;
            query_offset?: string;
            rules?: {
                alert?: string;
                annotations?: Record<string, string>;
                expr: number | string;
                for?: string;
                keep_firing_for?: string;
                labels?: Record<string, string>;
                record?: string;
            }[];
        }[];
    };
    Gateway: {
        addresses?: {
            type?: string;
            value?: string;
        }[];
        gatewayClassName: string;
        infrastructure?: {
            annotations?: Record<string, string>;
            labels?: Record<string, string>;
            parametersRef?: {
                group: string;
                kind: string;
                name: string;
            };
        };
        listeners: {
            allowedRoutes?: {
                kinds?: {
                    group?: string;
                    kind: string;
                }[];
                namespaces?: {
                    from?: "All" | "Selector" | "Same";
                    selector?: {
                        matchExpressions?: {
                            key: string;
                            operator: string;
                            values?: string[];
                        }[];
                        matchLabels?: Record<string, string>;
                    };
                };
            };
            hostname?: string;
            name: string;
            port: number;
            protocol: string;
            tls?: {
                certificateRefs?: {
                    group?: string;
                    kind?: string;
                    name: string;
                    namespace?: string;
                }[];
                mode?: "Terminate" | "Passthrough";
                options?: Record<string, string>;
            };
        }[];
    };
    HTTPRoute: {
        hostnames?: string[];
        parentRefs?: {
            group?: string;
            kind?: string;
            name: string;
            namespace?: string;
            port?: number;
            sectionName?: string;
        }[];
        rules?: {
            backendRefs?: {
                filters?: {
                    extensionRef?: {
                        group: string;
                        kind: string;
                        name: string;
                    };
                    requestHeaderModifier?: {
                        add?: {
                            name: string;
                            value: string;
                        }[];
                        remove?: string[];
                        set?: {
                            name: string;
                            value: string;
                        }[];
                    };
                    requestMirror?: {
                        backendRef: {
                            group?: string;
                            kind?: string;
                            name: string;
                            namespace?: string;
                            port?: number;
                        };
                        fraction?: {
                            denominator?: number;
                            numerator: number;
                        };
                        percent?: number;
                    };
                    requestRedirect?: {
                        hostname?: string;
                        path?: {
                            replaceFullPath?: string;
                            replacePrefixMatch?: string;
                            type: "ReplaceFullPath" | "ReplacePrefixMatch";
                        };
                        port?: number;
                        scheme?: "http" | "https";
                        statusCode?: 301 | 302;
                    };
                    responseHeaderModifier?: {
                        add?: {
                            name: string;
                            value: string;
                        }[];
                        remove?: string[];
                        set?: {
                            name: string;
                            value: string;
                        }[];
                    };
                    type:
                        | "RequestHeaderModifier"
                        | "ResponseHeaderModifier"
                        | "RequestMirror"
                        | "RequestRedirect"
                        | "URLRewrite"
                        | "ExtensionRef";
                    urlRewrite?: {
                        hostname?: string;
                        path?: {
                            replaceFullPath?: string;
                            replacePrefixMatch?: string;
                            type: "ReplaceFullPath" | "ReplacePrefixMatch";
                        };
                    };
                }[];
                group?: string;
                kind?: string;
                name: string;
                namespace?: string;
                port?: number;
                weight?: number;
            }[];
            filters?: {
                extensionRef?: {
                    group: string;
                    kind: string;
                    name: string;
                };
                requestHeaderModifier?: {
                    add?: {
                        name: string;
                        value: string;
                    }[];
                    remove?: string[];
                    set?: {
                        name: string;
                        value: string;
                    }[];
                };
                requestMirror?: {
                    backendRef: {
                        group?: string;
                        kind?: string;
                        name: string;
                        namespace?: string;
                        port?: number;
                    };
                    fraction?: {
                        denominator?: number;
                        numerator: number;
                    };
                    percent?: number;
                };
                requestRedirect?: {
                    hostname?: string;
                    path?: {
                        replaceFullPath?: string;
                        replacePrefixMatch?: string;
                        type: "ReplaceFullPath" | "ReplacePrefixMatch";
                    };
                    port?: number;
                    scheme?: "http" | "https";
                    statusCode?: 301 | 302;
                };
                responseHeaderModifier?: {
                    add?: {
                        name: string;
                        value: string;
                    }[];
                    remove?: string[];
                    set?: {
                        name: string;
                        value: string;
                    }[];
                };
                type:
                    | "RequestHeaderModifier"
                    | "ResponseHeaderModifier"
                    | "RequestMirror"
                    | "RequestRedirect"
                    | "URLRewrite"
                    | "ExtensionRef";
                urlRewrite?: {
                    hostname?: string;
                    path?: {
                        replaceFullPath?: string;
                        replacePrefixMatch?: string;
                        type: "ReplaceFullPath" | "ReplacePrefixMatch";
                    };
                };
            }[];
            matches?: {
                headers?: {
                    name: string;
                    type?: "Exact" | "RegularExpression";
                    value: string;
                }[];
                method?: "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "CONNECT" | "OPTIONS" | "TRACE" | "PATCH";
                path?: {
                    type?: "Exact" | "PathPrefix" | "RegularExpression";
                    value?: string;
                };
                queryParams?: {
                    name: string;
                    type?: "Exact" | "RegularExpression";
                    value: string;
                }[];
            }[];
            timeouts?: {
                backendRequest?: string;
                request?: string;
            };
        }[];
    };
    FQDNNetworkPolicy: {
        egress: {
            matches: {
                name?: string;
                pattern?: string;
            }[];
            ports?: {
                port?: number;
                protocol?: "TCP" | "UDP" | "ALL";
            }[];
        }[];
        podSelector: {
            matchExpressions?: {
                key: string;
                operator: string;
                values?: string[];
            }[];
            matchLabels?: Record<string, string>;
        };
    };
    GCPBackendPolicy: {
        default?: {
            backendPreference?: "DEFAULT" | "PREFERRED";
            connectionDraining?: {
                drainingTimeoutSec?: number;
            };
            iap?: {
                clientID?: string;
                enabled?: boolean;
                oauth2ClientSecret?: {
                    name?: string;
                };
            };
            logging?: {
                enabled?: boolean;
                sampleRate?: number;
            };
            maxRatePerEndpoint?: number;
            securityPolicy?: string;
            sessionAffinity?: {
                cookieTtlSec?: number;
                type?:
                    | "CLIENT_IP"
                    | "CLIENT_IP_PORT_PROTO"
                    | "CLIENT_IP_PROTO"
                    | "GENERATED_COOKIE"
                    | "HEADER_FIELD"
                    | "HTTP_COOKIE"
                    | "NONE";
            };
            timeoutSec?: number;
        };
        targetRef: {
            group: string;
            kind: string;
            name: string;
            namespace?: string;
        };
    };
    GCPGatewayPolicy: {
        default?: {
            allowGlobalAccess?: boolean;
            region?: string;
            sslPolicy?: string;
        };
        targetRef: {
            group: string;
            kind: string;
            name: string;
            namespace?: string;
        };
    };
    HealthCheckPolicy: {
        default?: {
            checkIntervalSec?: number;
            config?: {
                grpcHealthCheck?: {
                    grpcServiceName?: string;
                    port?: number;
                    portName?: string;
                    portSpecification?: "USE_FIXED_PORT" | "USE_NAMED_PORT" | "USE_SERVING_PORT";
                };
                http2HealthCheck?: {
                    host?: string;
                    port?: number;
                    portName?: string;
                    portSpecification?: "USE_FIXED_PORT" | "USE_NAMED_PORT" | "USE_SERVING_PORT";
                    proxyHeader?: "NONE" | "PROXY_V1";
                    requestPath?: string;
                    response?: string;
                };
                httpHealthCheck?: {
                    host?: string;
                    port?: number;
                    portName?: string;
                    portSpecification?: "USE_FIXED_PORT" | "USE_NAMED_PORT" | "USE_SERVING_PORT";
                    proxyHeader?: "NONE" | "PROXY_V1";
                    requestPath?: string;
                    response?: string;
                };
                httpsHealthCheck?: {
                    host?: string;
                    port?: number;
                    portName?: string;
                    portSpecification?: "USE_FIXED_PORT" | "USE_NAMED_PORT" | "USE_SERVING_PORT";
                    proxyHeader?: "NONE" | "PROXY_V1";
                    requestPath?: string;
                    response?: string;
                };
                tcpHealthCheck?: {
                    port?: number;
                    portName?: string;
                    portSpecification?: "USE_FIXED_PORT" | "USE_NAMED_PORT" | "USE_SERVING_PORT";
                    proxyHeader?: "NONE" | "PROXY_V1";
                    request?: string;
                    response?: string;
                };
                type?: "TCP" | "HTTP" | "HTTPS" | "HTTP2" | "GRPC";
            };
            healthyThreshold?: number;
            logConfig?: {
                enabled?: boolean;
            };
            timeoutSec?: number;
            unhealthyThreshold?: number;
        };
        targetRef: {
            group: string;
            kind: string;
            name: string;
            namespace?: string;
        };
    };
}
