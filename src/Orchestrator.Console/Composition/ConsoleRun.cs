using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Audit.Records;
using Orchestrator.Links.Diagnosing;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Routing;
using Orchestrator.PluginHosting;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Composition;
using Orchestrator.Technicians.Pumps;
using Orchestrator.Trust;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.SelfTests;

namespace Orchestrator.Technicians;

/// <summary>
/// A composed console: configuration, key, plugins and dialer. Signs in, and joins sessions. The command line and the testbed use the same object.
/// </summary>
public sealed class ConsoleRun : IAsyncDisposable
{
    private const string NotApproved = "CONSOLE_NOT_APPROVED";
    private const string Unproven = "The server couldn't prove that it is the vendor's. Don't go on; report this.";

    /// <summary>Tries for the first code of an activation; the server counts too.</summary>
    private const int MaxCodes = 3;

    private static readonly Version ProgramVersion = Version.Parse(typeof(ConsoleRun).Assembly.GetName().Version?.ToString(3) ?? "0.0.0");

    private readonly ConsoleOptions _options;
    private readonly RsaIdentity _key;
    private readonly ConsolePlugins _plugins;
    private readonly Dialer _dialer;

    private ConsoleRun(ConsoleOptions options, ClientConfiguration configuration, RsaIdentity key, ConsolePlugins plugins, Dialer dialer)
    {
        _options = options;
        Configuration = configuration;
        _key = key;
        _plugins = plugins;
        _dialer = dialer;
    }

    /// <summary>The vendor's signed configuration.</summary>
    public ClientConfiguration Configuration { get; }

    /// <summary>Loads the configuration and the key, starts the plugins; dials nothing.</summary>
    /// <exception cref="ConsoleException">Something local can't be used.</exception>
    public static async Task<ConsoleRun> OpenAsync(ConsoleOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ConsolePlugins? plugins = null;
        RsaIdentity? key = null;
        try
        {
            SelfTest.RunOrThrow();
            var configuration = ConfigurationLoader.Load(options.ConfigurationPath, options.CompiledRoot).For(ProgramVersion);
            key = await Task.Run(() => ConsoleKeyStore.LoadOrCreate(options.DataDirectory, options.Random), cancellationToken).ConfigureAwait(false);
            var started = plugins = await ConsolePlugins.StartAsync(options.PluginFolder, options.Time, cancellationToken).ConfigureAwait(false);
            var dialer = new Dialer(Where(options, configuration), () => started.Transports, () => started.Connectors, options.Time);
            return new ConsoleRun(options, configuration, key, plugins, dialer);
        }
        catch (Exception e)
        {
            key?.Dispose();
            if (plugins is not null)
            {
                await plugins.DisposeAsync().ConfigureAwait(false);
            }

            throw e switch
            {
                ConfigurationException or TrustException => new ConsoleException("CONFIGURATION", ExitCode.Configuration, e.Message, e),
                PluginRefusedException => new ConsoleException("PLUGIN_REFUSED", ExitCode.Configuration, e.Message, e),
                DialException dial => new ConsoleException(dial.Code, ExitCode.Configuration, dial.Message, e),
                _ => e,
            };
        }
    }

    /// <summary>The name of this console's key.</summary>
    public KeyFingerprint Key => _key.Fingerprint;

    /// <summary>The digits of it that an administrator compares before approving this console.</summary>
    public string Digits => ShortFingerprint.Of(Key.Hex);

    /// <summary>Supervisors' approvals.</summary>
    public ConsoleApprovals Approvals => new(this);

    /// <summary>Goes the way of a sign-in up to the server's proof, and says where it ended. Signs nobody in.</summary>
    public Task<Diagnosis> DiagnoseAsync(CancellationToken cancellationToken = default)
    {
        var program = new DiagnosedProgram(
            $"orchestrator {ProgramVersion}", System.Runtime.InteropServices.RuntimeInformation.OSDescription.Trim(), Configuration.BrokerNames, Configuration.Port,
            Convert.ToHexStringLower(Configuration.Hash.Span)[..16], "", _options.Time.GetUtcNow());
        return Diagnoser.RunAsync(Connector(), program, _ => Unproven, cancellationToken);
    }

    /// <summary>Signs a person in for lists and tools; certifies this console's key for some hours.</summary>
    /// <exception cref="ConsoleException">Refused, or the server can't be reached or believed.</exception>
    public async Task<SignedInAs> SignInAsync(string account, SecretText password, SecretText secondFactor, CancellationToken cancellationToken = default)
    {
        var signedIn = await AskAsync<BrokerToConsole.SignedIn>(new ConsoleToBroker.SignIn(account, password, secondFactor), cancellationToken).ConfigureAwait(false);
        return new SignedInAs(signedIn.PrintedName, signedIn.Role, EndOf(signedIn.Certificate));
    }

    /// <summary>Chooses password and second factor of an account with its setup code. What isn't confirmed by a code changes nothing.</summary>
    /// <exception cref="ConsoleException">Refused, or the server can't be reached or believed.</exception>
    public async Task<ActivatedAccount> ActivateAsync(
        string account, SecretText setupCode, SecretText password, FirstCode firstCode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(firstCode);
        await using var talk = await TalkAsync(cancellationToken).ConfigureAwait(false);
        var offered = await talk.AskAsync<BrokerToConsole.ActivationOffered>(new ConsoleToBroker.Activate(account, setupCode, password), cancellationToken).ConfigureAwait(false);
        var offer = ActivationOffer.Of(offered);
        for (var (refusal, tries) = ("", 1); ; tries++)
        {
            var code = await firstCode(offer, refusal, cancellationToken).ConfigureAwait(false);
            try
            {
                var activated = await talk.AskAsync<BrokerToConsole.Activated>(new ConsoleToBroker.ConfirmActivation(code), cancellationToken).ConfigureAwait(false);
                return new ActivatedAccount(offer.Account, activated.RecoveryCodes, activated.ConsoleApproved, Digits);
            }
            catch (ConsoleException e) when (e.Code == "CODE_WRONG" && tries < MaxCodes)
            {
                refusal = e.Message;
            }
        }
    }

    /// <summary>Joins a session: admission, then the handshake with the instrument. Returns when the six digits are known.</summary>
    /// <exception cref="ConsoleException">Refused, not reached or not proven.</exception>
    public async Task<ConsoleSession> ConnectAsync(ConnectRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var connector = Connector();
        var link = await DialAsync(connector, cancellationToken).ConfigureAwait(false);
        var facts = connector.Facts!;
        LinkConnection? first = link;
        var face = new SessionFace(request.Watcher);
        var pumps = new ConsolePumps(face.Tell);
        face.Follow(pumps);
        var setup = new ConsoleSetup(
            _key,
            Configuration.RootCertificate,
            Configuration.IssuingCertificate,
            facts.BrokerName,
            new ConsoleToBroker.Connect(request.Session, request.Reason, request.Account, request.Password, request.SecondFactor),
            request.Pin,
            stop => Interlocked.Exchange(ref first, null) is { } made ? Task.FromResult(made) : DialAsync(Connector(), stop),
            Hop(facts),
            SessionEventReader.Read,
            face,
            pumps,
            _options.Random,
            _options.Time);
        var session = await ConsoleSession.StartAsync(setup, face, pumps, _options.Time, cancellationToken).ConfigureAwait(false);
        try
        {
            await face.JoinedAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception e)
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw WithDigits(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _plugins.DisposeAsync().ConfigureAwait(false);
        _key.Dispose();
    }

    private static DialerOptions Where(ConsoleOptions options, ClientConfiguration configuration) => DialerOptions.From(configuration) with
    {
        Routes = options.Proxy is { } proxy ? RouteSettings.Only(proxy, RouteOrigin.CommandLine) : options.Routes ?? RouteSettings.DirectOnly,
        ProxyCredentials = options.ProxyCredentials,
        ProxyLogin = options.ProxyLogin,
        AllowBasicInClear = options.AllowBasicInClear,
        Resolve = options.Resolve,
        Network = options.Network,
    };

    /// <summary>One question that proves a person, over a link of its own.</summary>
    internal async Task<T> AskAsync<T>(LinkMessage question, CancellationToken cancellationToken)
        where T : LinkMessage
    {
        await using var talk = await TalkAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await talk.AskAsync<T>(question, cancellationToken).ConfigureAwait(false);
        }
        catch (ConsoleException e)
        {
            throw WithDigits(e);
        }
    }

    private async Task<BrokerTalk> TalkAsync(CancellationToken cancellationToken)
    {
        return BrokerTalk.Over(await DialAsync(Connector(), cancellationToken).ConfigureAwait(false), _options.Time);
    }

    /// <summary>The owner can show an administrator which console it is.</summary>
    private Exception WithDigits(Exception e) =>
        e is ConsoleException { Code: NotApproved } refused ? new ConsoleException(refused.Code, refused.Exit, $"{refused.Message} The digits of this console: {Digits}.", refused) : e;

    private static DateTimeOffset? EndOf(Blob certificate)
    {
        if (certificate.Length == 0)
        {
            return null;
        }

        using var parsed = X509CertificateLoader.LoadCertificate(certificate.Span);
        return new DateTimeOffset(parsed.NotAfter.ToUniversalTime(), TimeSpan.Zero);
    }

    private static string Hop(DialFacts facts)
    {
        var by = facts.Proxy.Length > 0 ? $" through {facts.Proxy}" : "";
        var read = facts.Tls.Interception == TlsInterception.Intercepted ? $"; this network reads inside the outer TLS, certificate from {facts.Tls.PlainIssuer}" : "";
        return $"{facts.Transport} to {facts.BrokerName}:{facts.Port}{by} ({facts.Tls.Version}, {facts.Address}{read})";
    }

    private static async Task<LinkConnection> DialAsync(BrokerConnector connector, CancellationToken cancellationToken)
    {
        try
        {
            return await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DialException e)
        {
            throw new ConsoleException(e.Code, e.Code.StartsWith("TLS_", StringComparison.Ordinal) ? ExitCode.Unproven : ExitCode.Unreachable, e.Message, e);
        }
        catch (LinkHandshakeException e)
        {
            throw new ConsoleException("SERVER_UNPROVEN", ExitCode.Unproven, Unproven, e);
        }
    }

    private BrokerConnector Connector() => new(_dialer, EndpointKind.Console, _key, Configuration, _options.Random, _options.Time);
}
