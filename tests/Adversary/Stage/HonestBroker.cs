using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// The broker's own actors in the place of the middle: sessions, links, relay. Only what is behind their ports is a double: it admits everybody, keeps the log
/// in memory, and the claims nowhere, or where the case says.
/// </summary>
internal sealed class HonestBroker : IBrokerJournal, IClaimStore, IAdmission
{
    private readonly ConcurrentQueue<BrokerObservation> _noted = new();
    private readonly World _world;
    private readonly RealClaims? _claims;
    private readonly IActorRef _links;
    private SessionNumber? _session;

    public HonestBroker(ActorSystem system, World world, TimeProvider time, RealClaims? claims = null)
    {
        _world = world;
        _claims = claims;
        var setup = new BrokerSetup(
            context => new HandshakeSettings(HandshakeContext.ForLink(context), TestKeys.Broker, Vendor.BrokerCertificate, new AnyKeyVerifier(), SystemRandomSource.Instance),
            this, $"{Vendor.BrokerName}/log", this, this, null!, SessionEventReader.Read, new PostureRules(new Version(0, 1, 0), [], [], []), SystemRandomSource.Instance, time)
        {
            // Nobody here activates an account or asks for an approval, and without a store nobody brings an earlier run's records.
            Approvals = null!,
            Recovered = claims?.Recovered!,
        };
        _links = system.ActorOf(BrokerLinksActor.Props(setup, system.ActorOf(SessionsActor.Props(setup), "sessions")), "links");
    }

    /// <summary>Of the instrument that registered.</summary>
    public SessionNumber Session => _session ?? throw new InvalidOperationException("No instrument has registered.");

    /// <summary>The broker's log.</summary>
    public IReadOnlyList<BrokerObservation> Noted => [.. _noted];

    public ReadOnlyMemory<byte> LatestCheckpoint => default;

    public Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken) => Task.FromResult(LatestCheckpoint);

    /// <summary>A connection comes.</summary>
    public void Accept(Cable cable, string address = "192.0.2.1") =>
        _links.Tell(new AcceptedBytes(cable.Broker, address, "test", new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));

    public Task AppendAsync(BrokerObservation observation, CancellationToken cancellationToken)
    {
        _noted.Enqueue(observation);
        _world.Note($"broker: {observation.GetType().Name}");
        return Task.CompletedTask;
    }

    public Task<ClaimOutcome> StoreAsync(SessionNumber session, long sequence, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        _session = session;
        return _claims?.Store.StoreAsync(session, sequence, line, cancellationToken) ?? Task.FromResult(ClaimOutcome.Stored);
    }

    public Task RegisterAsync(SessionNumber session, RegisteredRun run, CancellationToken cancellationToken) =>
        _claims?.Store.RegisterAsync(session, run, cancellationToken) ?? Task.CompletedTask;

    public Task<bool> IsUsedAsync(SessionNumber session, CancellationToken cancellationToken) =>
        _claims?.Store.IsUsedAsync(session, cancellationToken) ?? Task.FromResult(false);

    public Task StoreCheckpointAsync(SessionNumber session, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) =>
        _claims?.Store.StoreCheckpointAsync(session, signedNote, cancellationToken) ?? Task.CompletedTask;

    public Task<SignInOutcome> SignInAsync(SignInRequest request, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody signs in here.");

    public Task<AdmitOutcome> AdmitAsync(AdmitRequest request, CancellationToken cancellationToken)
    {
        var console = RsaPublic.Import(request.ConsoleKey.Span);
        var certificate = Vendor.Certify(console);
        var ticket = Vendor.Ticket(new RegisteredInstrument(request.Session, RsaPublic.Import(request.InstrumentKey.Span).Fingerprint, request.LogKey), console, certificate);
        var rights = new TicketRights(Capabilities.All.ToImmutableSortedDictionary(capability => capability, _ => 20), Vendor.Now.AddHours(1));
        return Task.FromResult<AdmitOutcome>(new AdmitOutcome.Admitted(ticket, certificate, Vendor.Issuing, "ticket", Vendor.Account, "Tine Berg", rights, default));
    }
}
