using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Publisher.App.Hosting;

/// <summary>
/// Sends spans and measurements to a collector by OTLP, as the settings of the OpenTelemetry specification say ("OpenTelemetry Protocol Exporter"). Without
/// an endpoint nothing is made of them.
/// </summary>
public sealed class TelemetryExport : IDisposable
{
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider traces;
    private readonly MeterProvider metrics;

    public TelemetryExport(IConfiguration configuration)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(configuration["OTEL_SERVICE_NAME"] ?? "publisher", serviceVersion: Product.Version);
        traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name)
            .AddOtlpExporter(options => Set(options, configuration, "traces")).Build();
        metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name)
            .AddOtlpExporter(options => Set(options, configuration, "metrics")).Build();
    }

    public static bool IsOn(IConfiguration configuration) => Uri.TryCreate(configuration[Endpoint], UriKind.Absolute, out _);

    /// <summary>Sends what has not been sent yet.</summary>
    public bool Flush() => traces.ForceFlush() & metrics.ForceFlush();

    public void Dispose()
    {
        traces.Dispose();
        metrics.Dispose();
    }

    private static void Set(OtlpExporterOptions options, IConfiguration configuration, string signal)
    {
        var endpoint = configuration[Endpoint]!.TrimEnd('/');
        var grpc = configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc";
        options.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // The specification appends the signal's path to the endpoint for http; an endpoint that is set in code is taken as it is.
        options.Endpoint = new Uri(grpc ? endpoint : $"{endpoint}/v1/{signal}");
        if (configuration["OTEL_EXPORTER_OTLP_HEADERS"] is { Length: > 0 } headers) options.Headers = headers;
    }
}
