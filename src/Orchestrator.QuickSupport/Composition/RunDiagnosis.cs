using Orchestrator.Links.Diagnosing;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// <c>diagnose</c>: goes the way of a start up to the vendor's proof, with a key of its own that dies with it, and says where it ended. It is no run:
/// nothing is registered, recorded or left behind.
/// </summary>
public static class RunDiagnosis
{
    /// <summary>Digits of a hash that tell one file from another.</summary>
    private const int Digits = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    /// <summary>Tries once; the exit code is 0 only when the vendor's server was reached and proved itself.</summary>
    public static async Task<(Diagnosis Diagnosis, ExitCode Exit)> RunAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var keys = RunKeys.Begin(options.Random);
        RunTrust? trust = null;
        try
        {
            trust = RunTrust.Load(options);
            await keys.Tests.ConfigureAwait(false);
            await using var plugins = await RunPlugins.OpenAsync(options with { Capture = null }, cancellationToken).ConfigureAwait(false);
            using var limit = new CancellationTokenSource(Longest, options.Time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var diagnosis = await TryAsync(options, trust, plugins, await keys.Rsa.ConfigureAwait(false), stop.Token).ConfigureAwait(false);
            return (diagnosis, diagnosis.IsGood ? ExitCode.Ended : ExitCode.NoBroker);
        }
        catch (Exception e) when (Local(e) is { } local)
        {
            var program = trust is null ? Program(options.Time) : Program(trust, options.Time);
            return (Diagnoser.OfLocal(local.Code, e is OperationCanceledException ? "The diagnosis didn't come to an end in time. Try again; if it stays so, send the block to the IT department." : e.Message, program), local.Exit);
        }
        finally
        {
            await keys.AbandonAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Who tries, by this configuration.</summary>
    internal static DiagnosedProgram Program(RunTrust trust, TimeProvider time) => Program(time) with
    {
        BrokerNames = trust.Configuration.BrokerNames,
        Port = trust.Configuration.Port,
        Configuration = Convert.ToHexStringLower(trust.Configuration.Hash.Span)[..Digits],
        SiteFile = trust.Site.Sha256.Length > Digits ? trust.Site.Sha256[..Digits] : "",
    };

    private static DiagnosedProgram Program(TimeProvider time) =>
        new($"quicksupport {MachineFacts.Version}", MachineFacts.OperatingSystem, [], 0, "", "", time.GetUtcNow());

    private static Task<Diagnosis> TryAsync(QuickSupportOptions options, RunTrust trust, RunPlugins plugins, RsaIdentity key, CancellationToken cancellationToken)
    {
        var dialer = new Dialer(RunDialing.Where(options, trust), () => plugins.Slots.Transports(), () => plugins.Slots.Proxies(), options.Time);
        var connector = new BrokerConnector(dialer, EndpointKind.Instrument, key, trust.Configuration, options.Random, options.Time);
        return Diagnoser.RunAsync(connector, Program(trust, options.Time), e => RunDialing.Unproven(trust.Configuration.BrokerNames[0], e).Message, cancellationToken);
    }

    private static (string Code, ExitCode Exit)? Local(Exception e) => e switch
    {
        QuickSupportException { Code: ExitCode.Configuration } => (DiagnosisCodes.Configuration, ExitCode.Configuration),
        QuickSupportException { Code: ExitCode.SiteFile } => (DiagnosisCodes.SiteFile, ExitCode.SiteFile),
        QuickSupportException other => (DiagnosisCodes.Program, other.Code),
        TrustException => (DiagnosisCodes.Program, ExitCode.Computer),
        Abstractions.DialException dial => (dial.Code, ExitCode.NoBroker),
        OperationCanceledException => (DialCodes.Timeout, ExitCode.NoBroker),
        _ => null,
    };
}
