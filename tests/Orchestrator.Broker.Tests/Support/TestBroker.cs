using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>A broker without its network: a real data folder, real store, real log, and a clock that tests move.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    public const string Domain = "support.example.com";
    public const string Address = "192.0.2.7:40000";

    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, TestCodes> _codes = [];
    private BrokerParts? _parts;

    private TestBroker(DateTimeOffset now) => Time = new FakeTimeProvider(now);

    public FakeTimeProvider Time { get; }

    public PasswordHasher Passwords { get; } = QuickPasswords.Create();

    public DataFolder Folder => DataFolder.At(_folder.At("data"));

    public string RootKeyFile => _folder.At("root.key.pem");

    public BrokerParts Parts => _parts!;

    public BrokerStore Store { get; private set; } = null!;

    public AccountStore Accounts => new(Store, Time, SystemRandomSource.Instance);

    public AccountChanges Changes => new(Store, Time, SystemRandomSource.Instance);

    public ConsoleStore Consoles => new(Store, Time);

    /// <summary>Whoever sets up while there is no administrator.</summary>
    public static ActingPerson Owner { get; } = ActingPerson.DataFolderOwner("tests");

    public CourseStore Courses => new(Store, Time);

    public TrainingStore Training => new(Store, Accounts, Courses, Time);

    /// <summary>When the brokers of tests were made; those that real TLS clients reach are made at the real time.</summary>
    public static DateTimeOffset Beginning { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset RealTime { get; } = TimeProvider.System.GetUtcNow();

    public static async Task<TestBroker> CreateAsync(bool open = true, DateTimeOffset? now = null)
    {
        var broker = new TestBroker(now ?? Beginning);
        await TestVendor.CopyAsync(broker.Time.GetUtcNow(), broker.Folder.Root, broker.RootKeyFile);
        broker.Store = await BrokerStore.OpenAsync(broker.Folder.Database, CancellationToken.None);
        if (open)
        {
            await broker.OpenAsync();
        }

        return broker;
    }

    /// <summary>A long time passes while nobody serves: under a clock that jumps, every second's timer would run once for each second.</summary>
    public async Task SleepAsync(TimeSpan time)
    {
        await CloseAsync();
        Time.Advance(time);
        await OpenAsync();
    }

    public async Task OpenAsync() =>
        _parts = await BrokerParts.OpenAsync(Folder.Root, Time, NullLoggerFactory.Instance, Passwords, CancellationToken.None);

    public async Task CloseAsync()
    {
        await Parts.DisposeAsync();
        _parts = null;
    }

    /// <summary>Anna, who may sign in from the technician's console, with the courses of today that count for a year.</summary>
    public async Task<Account> AddTrainedAsync(string name = "anna", string printedName = "Anna Berg", string role = AccountRoles.Technician)
    {
        var account = await AddActivatedAsync(name, printedName, role);
        await TrainAsync(name);
        return account;
    }

    /// <summary>Somebody with a password, a second factor and an approved console, straight into the store.</summary>
    public async Task<Account> AddActivatedAsync(string name, string printedName, string role, string password = QuickPasswords.Good)
    {
        await Accounts.AddAsync(name, printedName, role, Owner, CancellationToken.None);
        _codes[name] = await QuickActivation.ActivateAsync(this, name, password);
        await QuickActivation.ApproveAsync(Store, name, TestKeys.Technician.Fingerprint.Hex);
        return await Accounts.FindAsync(name, CancellationToken.None);
    }

    /// <summary>A code of somebody's that wasn't used before; any digits for a stranger.</summary>
    public string Code(string name) => _codes.TryGetValue(name.ToLowerInvariant(), out var codes) ? codes.Next(Time.GetUtcNow()) : "000000";

    /// <summary>What somebody's authenticator has.</summary>
    public TestCodes CodesOf(string name) => _codes[name];

    /// <summary>Every course that counts, passed today.</summary>
    public async Task TrainAsync(string name)
    {
        foreach (var course in await Courses.InForceAsync(CancellationToken.None))
        {
            await Training.RecordAsync(
                new TrainingResult(name, course.Name, course.Version, "Tom Trainer", DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), 95), Owner, CancellationToken.None);
        }
    }

    public Task<SignInOutcome> SignInAsync(string account, string password, string? code = null, ReadOnlyMemory<byte>? console = null, string address = Address) =>
        Parts.Admission.SignInAsync(new SignInRequest(account, password, code ?? Code(account), console ?? TestKeys.Technician.Public.Spki, address), CancellationToken.None);

    public AdmitRequest Wish(string account = "anna", string password = QuickPasswords.Good, int session = 123456789) => new(
        new SessionNumber(session), TestKeys.Instrument.Public.Spki, LogKey, account, password, Code(account), TestKeys.Technician.Public.Spki, "The run stopped on plate 3.", Address);

    public Task<AdmitOutcome> AdmitAsync(AdmitRequest wish) => Parts.Admission.AdmitAsync(wish, CancellationToken.None);

    /// <summary>Signs a policy with the root and puts it in force; a broker that is open takes it when it is opened again.</summary>
    public async Task<InstalledPolicy> InstallPolicyAsync(string yaml)
    {
        using var folder = new TestFolder();
        var path = folder.At("policy");
        await File.WriteAllBytesAsync(path, PolicyFile.Sign(Encoding.UTF8.GetBytes(yaml), TestKeys.Root));
        return await new PolicyStore(Store, Folder, Time).InstallAsync(path, TestKeys.Root.Public, Owner, CancellationToken.None);
    }

    /// <summary>The text beside the log that a record commits to; null when it is gone.</summary>
    public string? TextBehind(string? commitment) => KnownTexts.Read(new LogFolder(Folder.Log)).Find(commitment ?? "");

    /// <summary>All lines of the broker's log; the log must be closed.</summary>
    public string[] LogLines() => File.ReadAllLines(Path.Combine(Folder.Log, "records.jsonl"));

    public static ReadOnlyMemory<byte> LogKey { get; } = Ed25519Key.Generate(new SeededRandom(4)).Public.Bytes;

    public async ValueTask DisposeAsync()
    {
        if (_parts is not null)
        {
            await _parts.DisposeAsync();
        }

        Store.Release();
        _folder.Dispose();
    }
}
