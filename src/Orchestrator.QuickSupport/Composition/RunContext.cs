using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>What every record of a run says about where it was written and by what.</summary>
internal static class RunContext
{
    public static RecordContext Of(QuickSupportOptions options, RunTrust trust, RunPlugins plugins, Instrument instrument, byte[] executable) => new()
    {
        Where = new RecordPlace
        {
            Device = MachineFacts.Device,
            Instrument = instrument.Name,
            Serial = Known(instrument.Serial),
            Site = Known(instrument.Site),
            OperatingSystem = instrument.OperatingSystem,
        },
        Software = new RecordSoftware
        {
            Version = $"quicksupport {MachineFacts.Version}",
            Executable = Convert.ToHexStringLower(executable),
            Configuration = Convert.ToHexStringLower(trust.Configuration.Hash.Span),
            SiteFile = Known(trust.Site.Sha256),
            Cryptography = RsaProvider.Active == RsaProviderKind.Platform ? "rsa=platform" : "rsa=bouncycastle",
            Plugins = plugins.Names,
        },
        Build = trust.Configuration.IsDevelopment ? "DEVELOPMENT" : "release",
        Composition = options.Composition == QuickSupportOptions.Shipped ? null : options.Composition,
    };

    private static string? Known(string text) => text.Length == 0 ? null : text;
}
