using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>What every record of a run says about where it was written and by what.</summary>
internal static class RunContext
{
    public static RecordContext Of(QuickSupportOptions options, RunTrust trust, SessionPolicy policy, RunPlugins plugins, Instrument instrument, byte[] executable) => new()
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
            Policy = Hash(policy),
            Configuration = Convert.ToHexStringLower(trust.Configuration.Hash.Span),
            SiteFile = Known(trust.Site.Sha256),
            Cryptography = RsaProvider.Active == RsaProviderKind.Platform ? "rsa=platform" : "rsa=bouncycastle",
            Plugins = plugins.Names,
        },
        Build = trust.Configuration.IsDevelopment ? "DEVELOPMENT" : "release",
        Composition = options.Composition == QuickSupportOptions.Shipped ? null : options.Composition,
    };

    private static string? Known(string text) => text.Length == 0 ? null : text;

    /// <summary>Over the limits in force, in a fixed order.</summary>
    private static string Hash(SessionPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new
    {
        minutes = policy.MaxMinutes.Select(pair => new { capability = pair.Key.Name(), max = pair.Value }),
        presence = policy.PresenceMinutes,
        grace = policy.GraceSeconds,
        prompt = policy.PromptSeconds,
        file = policy.MaxFileBytes,
    })));
}
