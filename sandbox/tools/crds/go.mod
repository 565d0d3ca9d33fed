module slipway.dev/sandbox/tools/crds

go 1.26.0

require (
	github.com/GoogleCloudPlatform/gke-gateway-api v1.3.0
	github.com/GoogleCloudPlatform/gke-networking-api v0.2.11
	github.com/external-secrets/external-secrets v1.3.2
	github.com/prometheus-operator/prometheus-operator v0.82.2
	sigs.k8s.io/gateway-api v1.3.0
)
