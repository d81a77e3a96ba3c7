using Orchestrator.Abstractions;
using Orchestrator.Audit.Log;
using Orchestrator.Links.Diagnosing;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Routing;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The run's way to the vendor's server: each link by the plugins that serve then, and noted in the log.</summary>
internal sealed class RunDialing(QuickSupportOptions options, RunTrust trust, RunPlugins plugins, RsaIdentity key, InstrumentJournal journal) : IAsyncDisposable
{
    private readonly DialMemory memory = new();

    /// <summary>How the newest link came about; null before the first.</summary>
    public DialFacts? Newest { get; private set; }

    /// <summary>Code of the dial that failed last, since when none has succeeded; empty: none.</summary>
    public string FailureCode { get; private set; } = "";

    /// <summary>What that dial found, for the operator and for IT; null as long as none failed.</summary>
    public Diagnosis? Failure { get; private set; }

    private DiagnosedProgram Diagnosed => RunDiagnosis.Program(trust, options.Time);

    /// <summary>A new link.</summary>
    /// <exception cref="IOException">What answers isn't the vendor's server.</exception>
    /// <exception cref="DialException">The way is blocked, with a sentence.</exception>
    /// <exception cref="EvidenceLogException">What must be recorded of the link can't be: it isn't used.</exception>
    public async Task<LinkConnection> DialAsync(CancellationToken cancellationToken)
    {
        var dialer = new Dialer(Where(options, trust) with { Memory = memory, ProxyLogin = options.Face as IProxyLogin }, () => plugins.Slots.Transports(), () => plugins.Slots.Proxies(), options.Time);
        var connector = new BrokerConnector(dialer, EndpointKind.Instrument, key, trust.Configuration, options.Random, options.Time);
        try
        {
            var link = await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
            journal.NoteLink(connector.Facts!);
            await NoteAsync(connector.Report, link).ConfigureAwait(false);
            (Newest, FailureCode, Failure) = (connector.Facts, "", null);
            return link;
        }
        catch (DialException e)
        {
            (FailureCode, Failure) = (e.Code, Diagnoser.OfFailure(e, Diagnosed));
            await NoteAsync(DialReport.Of(e), null).ConfigureAwait(false);
            throw;
        }
        catch (LinkHandshakeException e)
        {
            var unproven = Unproven(trust.Configuration.BrokerNames[0], e);
            (FailureCode, Failure) = (DialCodes.ServerUnproven, Diagnoser.OfUnproven(unproven.Message, connector.Report!, Diagnosed));
            await NoteAsync(connector.Report, null).ConfigureAwait(false);
            throw unproven;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        memory.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Where the run may go, and through what.</summary>
    internal static DialerOptions Where(QuickSupportOptions options, RunTrust trust) => DialerOptions.From(trust.Configuration) with
    {
        OuterTls = trust.OuterTls,
        Routes = Routes(options, trust.Site),
        ProxyCredentials = options.ProxyCredentials ?? (trust.Site.ProxyCredentials is { } account ? new SiteCredentials(account) : null),
        AllowBasicInClear = trust.Site.BasicWithoutTls,
        Resolve = options.Resolve,
        Network = options.Network,
    };

    /// <summary>What the operator reads, and the log keeps, about somebody who isn't the vendor's server.</summary>
    internal static IOException Unproven(string brokerName, LinkHandshakeException e) => new(
        $"What answers as {brokerName} couldn't prove that it is the vendor's server, or refused this program ({e.Failure}). Nothing was sent to it. Ask the vendor for the current program and configuration.", e);

    /// <summary>The site file comes first and alone; then what the composition names; then this computer's settings, where the composition looks at them.</summary>
    private static RouteSettings Routes(QuickSupportOptions options, SiteFile site) => (site.Routes, options) switch
    {
        ({ UseSystem: false } named, _) => named,
        (_, { Proxy: { } composed }) => RouteSettings.Only(composed, RouteOrigin.CommandLine),
        ({ } order, _) => order with { UseSystem = options.UseSystemSettings },
        _ => RouteSettings.DirectOnly with { UseSystem = options.UseSystemSettings },
    };

    /// <summary>
    /// A site that reads inside the outer TLS is recorded and, where it is allowed, said on the operator's screen for as long as the run lasts. A link of
    /// which that can't be recorded is closed.
    /// </summary>
    private async Task NoteAsync(DialReport? report, LinkConnection? link)
    {
        var seen = report?.Attempts.Select(attempt => attempt.Trail.Certificate).OfType<TlsVerdict>().Distinct() ?? [];
        foreach (var verdict in seen.Where(verdict => verdict.Interception == TlsInterception.Intercepted))
        {
            try
            {
                await journal.NoteInterceptionAsync(verdict, trust.Site.TlsInterception is null ? "configuration" : "site-file").ConfigureAwait(false);
            }
            catch (EvidenceLogException) when (link is not null)
            {
                await link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
                await link.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            if (verdict.Code.Length == 0)
                options.Face.Standing(InspectionText.Of(verdict.PlainIssuer));
        }
    }
}
