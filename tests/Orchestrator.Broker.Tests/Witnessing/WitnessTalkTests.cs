using Orchestrator.Broker.Witnessing;
using Orchestrator.Protocol;

namespace Orchestrator.Broker.Tests.Witnessing;

/// <summary>One question at a time, and no answer gets lost.</summary>
public sealed class WitnessTalkTests
{
    // The answer's way to whoever waits is another thread's: often enough the end of the link is faster.
    private const int Races = 500;

    private readonly Microsoft.Extensions.Time.Testing.FakeTimeProvider _time = new();
    private readonly Queue<WitnessMessages.WitnessRequest> _sent = new();
    private bool _isClosed;

    [Fact]
    public async Task An_answer_that_the_end_of_the_link_overtakes_is_an_answer()
    {
        for (var i = 0; i < Races; i++)
        {
            using var talk = Talk();
            var asked = talk.AskAsync([], null);
            var answer = new WitnessMessages.WitnessAnswer(_sent.Dequeue().Id, 200, Blob.Empty);

            Assert.True(talk.Answered(answer));
            talk.Ended();

            Assert.Equal(answer, await asked);
        }

        Assert.False(_isClosed);
    }

    [Fact]
    public async Task One_that_doesnt_answer_within_half_a_minute_loses_its_link()
    {
        using var talk = Talk();
        var asked = talk.AskAsync([], null);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(asked.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(await asked);
        Assert.True(_isClosed);
        Assert.False(talk.Answered(new WitnessMessages.WitnessAnswer(_sent.Dequeue().Id, 200, Blob.Empty)));
    }

    [Fact]
    public async Task Only_the_question_that_is_open_can_be_answered_and_only_once()
    {
        using var talk = Talk();
        Assert.False(talk.Answered(new WitnessMessages.WitnessAnswer(0, 200, Blob.Empty)));
        var asked = talk.AskAsync([], null);
        var id = _sent.Dequeue().Id;
        Assert.False(talk.Answered(new WitnessMessages.WitnessAnswer(id + 1, 200, Blob.Empty)));
        Assert.True(talk.Answered(new WitnessMessages.WitnessAnswer(id, 404, Blob.Empty)));
        Assert.False(talk.Answered(new WitnessMessages.WitnessAnswer(id, 200, Blob.Empty)));

        Assert.Equal(404, (await asked)!.Status);
    }

    private WitnessTalk Talk() => new(
        request =>
        {
            _sent.Enqueue(request);
            return Task.FromResult(true);
        },
        () => _isClosed = true,
        _time);
}
