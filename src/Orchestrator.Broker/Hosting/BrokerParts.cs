using System.Reflection;
using System.Text;
using Autofac;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Activation;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Approvals;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Setup;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Broker.Witnessing;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Hosting;

/// <summary>
/// Everything of a serving broker but its network: opened from the data folder in order, closed in the reverse order. Registered with the
/// container under the ports that sessions use (<see cref="IAdmission"/>, <see cref="IBrokerJournal"/>, <see cref="IClaimStore"/>).
/// </summary>
internal sealed class BrokerParts : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _closing = new();

    private BrokerParts(DataFolder folder, TimeProvider time)
    {
        Folder = folder;
        Time = time;
    }

    public DataFolder Folder { get; }

    public TimeProvider Time { get; }

    public BrokerSettings Settings { get; private set; } = null!;

    public BrokerKeyring Keyring { get; private set; } = null!;

    /// <summary>The policy that is served under, until the next start.</summary>
    public InstalledPolicy Policy { get; private set; } = null!;

    public AuditSinks Sinks { get; private set; } = null!;

    public BrokerJournal Journal { get; private set; } = null!;

    public ClaimStore Claims { get; private set; } = null!;

    public RecoveredRuns Recovered { get; private set; } = null!;

    /// <summary>What witnesses signed.</summary>
    public CosignatureStore Cosignatures { get; private set; } = null!;

    public AdmissionService Admission { get; private set; } = null!;

    public ApprovalDesk Approvals { get; private set; } = null!;

    public ActivationService Activation { get; private set; } = null!;

    public WitnessDesk Witnesses { get; private set; } = null!;

    public RevocationWatch Watch { get; private set; } = null!;

    /// <exception cref="BrokerException">The folder can't or mustn't be served.</exception>
    public static async Task<BrokerParts> OpenAsync(string dataFolder, TimeProvider time, ILoggerFactory logs, PasswordHasher passwords, CancellationToken cancellationToken)
    {
        var parts = new BrokerParts(DataFolder.At(dataFolder), time);
        try
        {
            await parts.OpenAsync(logs, passwords, cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Offers the parts to whoever resolves them; this object stays their owner.</summary>
    public void Register(ContainerBuilder builder)
    {
        builder.RegisterInstance(Settings).ExternallyOwned();
        builder.RegisterInstance(Keyring).ExternallyOwned();
        builder.RegisterInstance(Journal).As<IBrokerJournal>().ExternallyOwned();
        builder.RegisterInstance(Claims).As<IClaimStore>().ExternallyOwned();
        builder.RegisterInstance(Recovered).As<IRecoveredRuns>().ExternallyOwned();
        builder.RegisterInstance(Admission).As<IAdmission>().ExternallyOwned();
        builder.RegisterInstance(Approvals).As<IApprovalDesk>().ExternallyOwned();
        builder.RegisterInstance(Activation).As<IActivation>().ExternallyOwned();
        builder.RegisterInstance(Witnesses).As<IWitnessDesk>().ExternallyOwned();
        builder.RegisterInstance(Watch).ExternallyOwned();
        builder.RegisterInstance(Time).As<TimeProvider>().ExternallyOwned();
    }

    public async ValueTask DisposeAsync()
    {
        while (_closing.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task OpenAsync(ILoggerFactory logs, PasswordHasher passwords, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder.Root))
        {
            throw new BrokerException(ExitCode.DataFolder, $"There is no folder {Folder.Root}. Name the one that `orchestrator-broker init` made.");
        }

        Settings = BrokerSettings.Load(Folder.Settings);
        RootKeyGuard.RequireAbsent(Folder);
        Keyring = BrokerKeyring.Load(Folder, Settings, Time.GetUtcNow());
        _closing.Push(new Closing(Keyring));
        var store = await BrokerStore.OpenAsync(Folder.Database, cancellationToken);
        Policy = await new PolicyStore(store, Folder, Time).OpenAsync(Keyring.Configuration.Root.Key, cancellationToken);
        Sinks = new AuditSinks(Settings.AuditSinks, Time);
        Journal = await BrokerJournal.OpenAsync(Folder, Settings.Domain, Keyring.Log, Software(), Sinks, Time, cancellationToken);
        _closing.Push(Journal);
        Claims = new ClaimStore(store, Time);

        // A session's end first: what was recovered of it stands behind it, also where the broker died between the two.
        await LeftSessions.CloseAsync(Journal, Claims, cancellationToken);
        var known = new WrittenPending(Journal.RecordsFile);
        await PendingRecordPump.DrainAsync(store, Journal, known, _ => { }, cancellationToken);
        _closing.Push(new PendingRecordPump(store, Journal, known, Written, Time, logs.CreateLogger<PendingRecordPump>()));

        var accounts = new AccountStore(store, Time, SystemRandomSource.Instance);
        var consoles = new ConsoleStore(store, Time);
        var secrets = FactorSecrets.Load(Folder, SystemRandomSource.Instance);
        _closing.Push(new Closing(secrets));
        var failures = new FailureCounter(Journal, (count, sources) => new BrokerObservations.SignInsFailed(count, sources), Time, logs.CreateLogger<FailureCounter>());
        _closing.Push(failures);
        var authenticator = new Authenticator(
            accounts, consoles, new SecondFactor(store, secrets, Time), store, new SignInCounters(store, Time), failures.Add, passwords, Time);
        _closing.Push(new Closing(authenticator));
        Activation = new ActivationService(store, accounts, consoles, secrets, passwords, failures.Add, Issuer(Settings), Time, SystemRandomSource.Instance);
        var authority = new IssuingAuthority(
            Keyring.Issuing, Keyring.Configuration.IssuingCertificate.ToArray(), Settings.Domain, Policy.Version, Journal, new IssuedTickets(store, Time), Time, SystemRandomSource.Instance);
        var courses = new CourseStore(store, Time);
        _ = await courses.InForceAsync(cancellationToken);
        var training = new TrainingStore(store, accounts, courses, Time);
        var approvals = new ApprovalStore(store);
        Approvals = new ApprovalDesk(authenticator, training, approvals, Journal, Time);
        _closing.Push(new Closing(Approvals));
        var permits = new AdmissionPolicy(Policy, Keyring.Configuration.Policy, training, new StandingApprovals(store, approvals, accounts, training, Time), Time);
        Admission = new AdmissionService(authenticator, training, permits, new TicketCounter(Time), authority, Journal);
        Cosignatures = new CosignatureStore(store, Time);
        var strangers = new FailureCounter(Journal, (count, sources) => new BrokerObservations.RecoveriesRefused(count, sources), Time, logs.CreateLogger<FailureCounter>());
        _closing.Push(strangers);
        Recovered = new RecoveredRuns(store, Time, strangers.Add);
        var witnessLog = logs.CreateLogger<WitnessDesk>();
        var runs = new WitnessedRuns(store, Claims, Time);
        Witnesses = new WitnessDesk(
            new WitnessStore(store, Time), new WitnessSources(Journal, new OwnLogTree(Journal), runs, Cosignatures, Time, witnessLog), witnessLog);
        _closing.Push(Witnesses);
        Watch = new RevocationWatch(store, Time, logs.CreateLogger<RevocationWatch>());
        _closing.Push(Watch);
        await Watch.StartAsync(cancellationToken);
    }

    /// <summary>What came of an earlier run, over a link or by hand, is shown to the witnesses at once. Whoever comes later finds it in the store.</summary>
    private void Written(BrokerObservation observation)
    {
        if (observation is BrokerObservations.TailRecovered tail && Witnesses is { } desk)
        {
            desk.Over(tail.Session);
        }
    }

    /// <summary>Whose account an authenticator shows: the organisation, or the domain where its name is too long for the message.</summary>
    private static string Issuer(BrokerSettings settings) =>
        Encoding.UTF8.GetByteCount(settings.Organisation) <= ProtocolLimits.MaxName ? settings.Organisation : settings.Domain;

    private RecordSoftware Software() => new()
    {
        Version = $"orchestrator-broker {Version}",
        Policy = Policy.Version.Sha256,
        Configuration = Convert.ToHexStringLower(Keyring.Configuration.Hash.Span),
        Cryptography = $"rsa={Keyring.Identity.Provider.ToString().ToLowerInvariant()}",
    };

    /// <summary>Of this program.</summary>
    internal static string Version { get; } = typeof(BrokerParts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private sealed class Closing(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
