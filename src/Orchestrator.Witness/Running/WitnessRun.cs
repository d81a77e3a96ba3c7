using System.Security.Cryptography;
using Orchestrator.Abstractions;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Routing;
using Orchestrator.Protocol;
using Orchestrator.SiteFiles;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.SelfTests;
using Orchestrator.Witnesses.Alarms;
using Orchestrator.Witnesses.Keys;

namespace Orchestrator.Witnesses.Running;

/// <summary>The customer's witness: listens to nobody, keeps one link to the vendor's broker, answers what it is asked there, until it is told to stop.</summary>
public static class WitnessRun
{
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 5, 10, 30, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    /// <summary>Runs until the token ends it; gives the exit code.</summary>
    /// <exception cref="WitnessException">It can't start.</exception>
    public static async Task<ExitCode> RunAsync(WitnessRunOptions options, TextWriter output, TextWriter errors, CancellationToken stop)
    {
        SelfTest.RunOrThrow();
        var folder = new WitnessFolder(options.Folder);
        var (configuration, site) = Trusted(options);
        var secret = options.WithoutSecret ? null : PrivateFile.ReadBase64(options.SecretFile ?? folder.Secret, WitnessTag.SecretBytes);
        try
        {
            using var key = folder.OpenSigner(out var signer);
            using var linkKey = folder.OpenLinkKey();
            using var state = folder.OpenState(signer);
            var alarms = new WitnessAlarms(folder.Path, state, errors, options.Time);
            alarms.Remind();
            output.WriteLine($"Witness {signer.Key.Name} of {configuration.Organisation} ({configuration.BrokerNames[0]}).");
            if (secret is null)
                errors.WriteLine("Without the site's secret a run that the vendor made up is cosigned like any other.");
            var witness = new Witness(signer, state, options.Time);
            var known = new KnownRuns(configuration, secret, state);

            // What is compiled in starts at once; to be told to stop meanwhile is no failure, so the loop is the one place that looks.
            var slots = await WitnessPlugins.StartAsync(options.Time, CancellationToken.None).ConfigureAwait(false);
            await using var plugins = slots.ConfigureAwait(false);
            using var memory = new DialMemory();
            var dialer = new Dialer(Where(options, configuration, site) with { Memory = memory }, () => slots.Transports(), () => slots.Proxies(), options.Time);
            var connector = new BrokerConnector(dialer, EndpointKind.Witness, linkKey, configuration, SystemRandomSource.Instance, options.Time);
            await LoopAsync(connector, link => new WitnessLink(link, witness, known, alarms, output, options.Time), signer.Key, output, errors, options.Time, stop).ConfigureAwait(false);
            return alarms.IsRaised ? ExitCode.Alarm : ExitCode.Success;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static async Task LoopAsync(
        BrokerConnector connector, Func<LinkConnection, WitnessLink> receive, WitnessKey key, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken stop)
    {
        for (var failures = 0; !stop.IsCancellationRequested; failures++)
        {
            try
            {
                var link = await connector.ConnectAsync(stop).ConfigureAwait(false);
                var receiver = receive(link);
                output.WriteLine("Connected.");
                failures = await TalkAsync(link, receiver, key, time, stop).ConfigureAwait(false) && receiver.Refusal is null ? 0 : failures;
                if (receiver.Refusal is { } refused)
                    errors.WriteLine($"The vendor's server doesn't take this witness ({refused.Code}): {refused.Sentence}");
                else if (!stop.IsCancellationRequested)
                    errors.WriteLine("The link to the vendor's server was lost; it is made again.");
            }
            catch (DialException e)
            {
                errors.WriteLine($"{e.Code}: {e.Message}");
            }
            catch (LinkHandshakeException e)
            {
                errors.WriteLine($"What answers couldn't prove that it is the vendor's server, or refused this program ({e.Failure}). Ask the vendor for the current program and configuration.");
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pauses[Math.Min(failures, Pauses.Length - 1)], time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One link until its end; true when it ever was one that the broker used.</summary>
    private static async Task<bool> TalkAsync(LinkConnection link, WitnessLink receiver, WitnessKey key, TimeProvider time, CancellationToken stop)
    {
        await using var held = link.ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var watching = WatchAsync(link, receiver, time, over.Token);
        var sent = await link.SendAsync(new WitnessMessages.OfferWitness(key.ToString())).ConfigureAwait(false);
        var outcome = await link.RunAsync(receiver, stop).ConfigureAwait(false);
        if (stop.IsCancellationRequested)
            await link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return sent && outcome.Kind != LinkOutcomeKind.Violation;
    }

    /// <summary>The broker says something every five seconds: a link on which it doesn't is none any more.</summary>
    private static async Task WatchAsync(LinkConnection link, WitnessLink receiver, TimeProvider time, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over).ConfigureAwait(false))
            {
                if (receiver.Silence < Lost)
                    continue;
                await link.DisposeAsync().ConfigureAwait(false);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The link ended by itself.
        }
    }

    private static (ClientConfiguration Configuration, SiteFile Site) Trusted(WitnessRunOptions options)
    {
        try
        {
            return (
                ConfigurationLoader.Load(options.Configuration, options.CompiledRoot),
                SiteFileLoader.Load(options.SiteFile ?? SiteFileLoader.DefaultPath, mustExist: options.SiteFile is not null));
        }
        catch (Exception e) when (e is ConfigurationException or SiteFileException)
        {
            throw new WitnessException(ExitCode.Configuration, e.Message, e);
        }
    }

    private static DialerOptions Where(WitnessRunOptions options, ClientConfiguration configuration, SiteFile site) => DialerOptions.From(configuration) with
    {
        OuterTls = configuration.OuterTls with { Interception = site.TlsInterception ?? configuration.OuterTls.Interception },
        Routes = site.Routes ?? RouteSettings.OfSystem,
        ProxyCredentials = site.ProxyCredentials is { } account ? new SiteCredentials(account) : null,
        AllowBasicInClear = site.BasicWithoutTls,
        Resolve = options.Resolve,
    };
}
