using System.Buffers;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Actors.Tests.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>A witness's link at the broker: an offer, then answers to what was asked, and nothing else.</summary>
public sealed class WitnessEndpointTests : BrokerSpecs
{
    private static readonly WitnessMessages.OfferWitness Offer = new("lab.example/witness+00000000+key");

    private readonly FakeWitnesses _desk = new();
    private readonly Recorder _atWitness = new();

    [Fact]
    public async Task A_witness_that_the_desk_takes_gets_requests_and_its_answers_go_there()
    {
        var (endpoint, link) = await EndpointAsync();
        Assert.Null(await endpoint.OnMessageAsync(Offer, default));
        Assert.Equal(Offer, _desk.Offered);
        Assert.True(await _desk.Send!(new WitnessMessages.WitnessRequest(1, "old 0\n\n"u8.ToArray(), null)));
        Assert.Equal(1u, (await _atWitness.NextAsync<WitnessMessages.WitnessRequest>()).Id);
        Assert.Null(await endpoint.OnMessageAsync(new WitnessMessages.WitnessAnswer(1, 200, Blob.Empty), default));
        Assert.Equal(1u, Assert.Single(_desk.Talk.Answers).Id);
        endpoint.Ended(LinkOutcome.Orderly);
        Assert.True(_desk.Talk.IsOver);
        await link.Endpoint.DisposeAsync();
    }

    [Fact]
    public async Task One_that_it_refuses_is_told_why_and_the_link_ends()
    {
        _desk.Answer = new WitnessAdmission.Refused("WITNESS_UNKNOWN", "Nobody enrolled you.");
        var (endpoint, _) = await EndpointAsync();
        Assert.Equal(LinkOutcome.Local, await endpoint.OnMessageAsync(Offer, default));
        Assert.Equal("WITNESS_UNKNOWN", (await _atWitness.NextAsync<BrokerToBoth.Refused>()).Code);
    }

    [Fact]
    public async Task What_nobody_asked_for_ends_the_link()
    {
        var (endpoint, _) = await EndpointAsync();
        var answer = new WitnessMessages.WitnessAnswer(9, 200, Blob.Empty);
        Assert.Equal(LinkOutcomeKind.Violation, (await endpoint.OnMessageAsync(answer, default))!.Kind);
        Assert.Null(await endpoint.OnMessageAsync(Offer, default));
        Assert.Equal(LinkOutcomeKind.Violation, (await endpoint.OnMessageAsync(Offer, default))!.Kind);
        _desk.Talk.Expects = false;
        Assert.Equal(LinkOutcomeKind.Violation, (await endpoint.OnMessageAsync(answer, default))!.Kind);
        Assert.Equal(LinkOutcomeKind.Violation, (await endpoint.OnPeerRecordAsync(default, ReadOnlySequence<byte>.Empty, default))!.Kind);
    }

    private async Task<(WitnessEndpoint Endpoint, LinkPair Link)> EndpointAsync()
    {
        var link = await LinkPair.ConnectAsync(EndpointKind.Witness);
        _ = link.Endpoint.RunAsync(_atWitness, CancellationToken.None);
        return (new WitnessEndpoint(link.Broker, new Endpoint(TestKeys.Technician.Public.Spki, "w", "192.0.2.9", "websocket"), Setup() with { Witnesses = _desk }), link);
    }

    private sealed class FakeWitnesses : IWitnessDesk
    {
        public FakeWitnesses() => Answer = new WitnessAdmission.Taken(Talk);

        public FakeTalk Talk { get; } = new();

        public WitnessAdmission Answer { get; set; }

        public WitnessMessages.OfferWitness? Offered { get; private set; }

        public Func<WitnessMessages.WitnessRequest, Task<bool>>? Send { get; private set; }

        public Task<WitnessAdmission> AdmitAsync(
            WitnessMessages.OfferWitness offer, Endpoint from, Func<WitnessMessages.WitnessRequest, Task<bool>> send, Action close, CancellationToken cancellationToken)
        {
            (Offered, Send) = (offer, send);
            return Task.FromResult(Answer);
        }

        public Task IntroduceAsync(SessionNumber session, InstrumentToBroker.RegisterSession wish, ReadOnlyMemory<byte> runKey, CancellationToken cancellationToken) => Task.CompletedTask;

        public void Checkpointed(SessionNumber session)
        {
        }

        public void Over(SessionNumber session)
        {
        }
    }

    private sealed class FakeTalk : IWitnessTalk
    {
        public bool Expects { get; set; } = true;

        public bool IsOver { get; private set; }

        public List<WitnessMessages.WitnessAnswer> Answers { get; } = [];

        public bool Answered(WitnessMessages.WitnessAnswer answer)
        {
            Answers.Add(answer);
            return Expects;
        }

        public void Ended() => IsOver = true;
    }
}
