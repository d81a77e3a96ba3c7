using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Actors.Links;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Relaying;

/// <summary>
/// A session at the real broker with one open view channel, without the cost of screens and end-to-end keys: an instrument's link that tells the
/// events which open the channel, and a console's link that was admitted. What is left to pay is what the broker does.
/// </summary>
internal sealed class OpenRelay : IAsyncDisposable
{
    private static readonly ChannelId Channel = new(1);
    private static readonly SessionTime Later = new(20 * 60_000);

    private readonly InstrumentJournal _journal;

    private OpenRelay(RelayPeer instrument, RelayPeer console, InstrumentJournal journal) => (Instrument, Console, _journal) = (instrument, console, journal);

    public RelayPeer Instrument { get; }

    public RelayPeer Console { get; }

    public static async Task<OpenRelay> OpenAsync(Vendor vendor, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationLoader.Load(vendor.Setup.ClientConfiguration, null);
        var random = SystemRandomSource.Instance;
        using var run = RsaIdentity.Generate(3072, random);
        var instrument = await RelayPeer.ConnectAsync(configuration, EndpointKind.Instrument, run, cancellationToken);
        var log = Ed25519Key.Generate(random);
        var id = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var journal = await InstrumentJournal.StartAsync(
            new JournalOptions
            {
                Root = vendor.Folder("relay"),
                Domain = Vendor.Domain,
                RunId = id,
                Key = log,
                BrokerLogKey = configuration.BrokerLogKey,
                Context = new RecordContext(),
                OsAccount = "benchmark",
                Clock = new BrokerClock(TimeProvider.System),
                Time = TimeProvider.System,
                Random = random,
            },
            cancellationToken);
        var who = new Instrument("Benchmark", "1", "Bench", "any", configuration.MinimumClientVersion.ToString(), run.Fingerprint.Hex);
        var registered = await instrument.AskAsync<BrokerToInstrument.SessionRegistered>(
            new InstrumentToBroker.RegisterSession(
                who, RunLog.Origin(Vendor.Domain, id), log.Public.Bytes, run.Sign(InstrumentIdentity.LogKeyContext, log.Public.Bytes.Span), new byte[32], Blob.Empty, "benchmark"),
            cancellationToken);
        await TellAsync(instrument, journal, new SessionEvents.Started(registered.Session, who, SessionPolicy.Default, Convert.ToBase64String(run.Public.Spki.Span)), cancellationToken);

        using var key = RsaIdentity.Generate(3072, random);
        await vendor.ApproveAsync(key.Fingerprint, cancellationToken);
        var console = await RelayPeer.ConnectAsync(configuration, EndpointKind.Console, key, cancellationToken);
        await console.AskAsync<BrokerToConsole.Connected>(
            new ConsoleToBroker.Connect(registered.Session, "a benchmark", Vendor.Account, vendor.Technician.Password, vendor.Technician.Authenticator.Next()), cancellationToken);
        foreach (var happened in (SessionEvent[])
        [
            new SessionEvents.TechnicianJoined(
                new Technician(Vendor.Account, "Benchmark", "technician", "Bench", key.Fingerprint.Hex, new string('0', 32), "a benchmark"), SessionPolicy.Default, new string('0', 96),
                new TicketTerms(new PolicyVersion(1, new string('0', 64)), Later, ImmutableSortedDictionary<Capability, string>.Empty)),
            new SessionEvents.Opened(),
            new SessionEvents.Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 1200, Later, new string('0', 64), "", new Receipt("", "")),
            new SessionEvents.ChannelOpened(Channel, new GrantId(1), Capability.ViewScreen),
        ])
        {
            await TellAsync(instrument, journal, happened, cancellationToken);
        }

        return new OpenRelay(instrument, console, journal);
    }

    /// <summary>Records of the view channel, each with a load's piece in it.</summary>
    public async Task SendAsync(RelayLoad load)
    {
        var overhead = RecordHeader.Size + ProtocolLimits.TagBytes;
        var record = new byte[load.PieceBytes + overhead];
        load.Piece().CopyTo(record, RecordHeader.Size);
        for (var i = 0; i < load.Pieces; i++)
        {
            new RecordHeader(FrameType.PeerData, Channel, 0, (ulong)i, (ushort)(load.PieceBytes + ProtocolLimits.TagBytes)).Write(record);
            if (!await Instrument.Link.ForwardAsync(Links.Multiplexing.RecordPriority.Screen, record, () => true))
            {
                throw new BenchmarkException($"The link ended: {(await Instrument.Ended).Detail}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await Instrument.DisposeAsync();
        await _journal.DisposeAsync();
    }

    private static async Task TellAsync(RelayPeer instrument, InstrumentJournal journal, SessionEvent happened, CancellationToken cancellationToken)
    {
        foreach (var record in await journal.AppendAsync(happened, cancellationToken))
        {
            await instrument.AskAsync<BrokerToInstrument.EventStored>(new InstrumentToBroker.AppendEvent(record.Sequence, record.Line), cancellationToken);
        }
    }
}
