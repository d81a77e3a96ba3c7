using Orchestrator.Domain;
using static Orchestrator.Domain.WitnessObservations;

namespace Orchestrator.Broker.Tests.Witnessing;

/// <summary>What the broker records about its witnesses: what is new, once, and nothing of it is lost.</summary>
[Trait("Requirement", "R-AUD-6")]
public sealed class WitnessDeskTests : IAsyncLifetime, IDisposable
{
    private static readonly SessionNumber Nobodys = new(111111111);

    private DeskStage _stage = null!;
    private LinkedWitness _witness = null!;

    public async Task InitializeAsync()
    {
        _stage = await DeskStage.CreateAsync();
        _witness = new LinkedWitness(_stage.Broker.Time, 21, _stage.OwnLog);
        await _witness.EnrolAsync(_stage.Broker);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    public void Dispose() => _witness.Dispose();

    [Fact]
    public async Task A_witness_that_stays_away_for_a_minute_is_recorded_as_silent_once()
    {
        await LookAsync();
        await LaterAsync(59);
        Assert.Empty(_stage.Written);

        await LaterAsync(1);
        Assert.Equal(new WitnessSilent("lab"), await _stage.NextAsync());
        await LaterAsync(5);
        await LaterAsync(5);

        Assert.Single(_stage.Written);
    }

    [Fact]
    public async Task One_that_was_enrolled_long_after_the_start_has_its_minute_too()
    {
        await LookAsync();
        await LaterAsync(61);
        Assert.Equal(new WitnessSilent("lab"), await _stage.NextAsync());
        using var second = new LinkedWitness(_stage.Broker.Time, 22, _stage.OwnLog);
        await second.EnrolAsync(_stage.Broker, "second");
        await LookAsync();
        await LaterAsync(59);
        Assert.Single(_stage.Written);

        await LaterAsync(1);

        Assert.Equal(new WitnessSilent("second"), await _stage.NextAsync());
    }

    [Fact]
    public async Task One_that_came_and_went_is_silent_a_minute_after_it_went()
    {
        var size = await _stage.GrowAsync();
        var link = await _witness.AdmitAsync(_stage.Desk);
        Assert.Equal(new WitnessCosigned(null, "lab", _stage.OwnLog.Name, size), await _stage.NextAsync());
        await LaterAsync(300);
        link.Ended();
        await LaterAsync(59);
        Assert.Single(_stage.Written);

        await LaterAsync(1);

        Assert.Equal(new WitnessSilent("lab"), await _stage.NextAsync());
    }

    [Fact]
    public async Task Of_its_own_log_only_the_first_cosignature_is_recorded()
    {
        var size = await _stage.GrowAsync();
        await _witness.AdmitAsync(_stage.Desk);
        await _witness.UntilCosignedAsync(_stage.OwnLog.Name, size);
        Assert.Equal(new WitnessCosigned(null, "lab", _stage.OwnLog.Name, size), await _stage.NextAsync());
        for (var i = 0; i < 3; i++)
        {
            size = await _stage.GrowAsync();
            _stage.Desk.Over(Nobodys);
            await _witness.UntilCosignedAsync(_stage.OwnLog.Name, size);
        }

        Assert.Single(_stage.Written);
    }

    [Fact]
    public async Task What_couldnt_be_written_is_written_the_next_time()
    {
        _stage.Failures = 1;
        var size = await _stage.GrowAsync();
        await _witness.AdmitAsync(_stage.Desk);
        Assert.Equal(new WitnessCosigned(null, "lab", _stage.OwnLog.Name, size), await _stage.NextAsync());
        Assert.Empty(_stage.Written);

        size = await _stage.GrowAsync();
        _stage.Desk.Over(Nobodys);

        Assert.Equal(new WitnessCosigned(null, "lab", _stage.OwnLog.Name, size), await _stage.NextAsync());
        Assert.Single(_stage.Written);
    }

    [Fact]
    public async Task A_silence_that_couldnt_be_written_is_written_at_the_next_look()
    {
        await LookAsync();
        _stage.Failures = 1;
        await LaterAsync(60);
        Assert.Equal(new WitnessSilent("lab"), await _stage.NextAsync());

        await LaterAsync(5);
        Assert.Equal(new WitnessSilent("lab"), await _stage.NextAsync());
        await LaterAsync(5);

        Assert.Single(_stage.Written);
    }

    [Fact]
    public async Task An_answer_that_came_just_before_the_link_ended_is_kept()
    {
        var size = await _stage.GrowAsync();
        _witness.LeavesBehindAnswer = true;

        await _witness.AdmitAsync(_stage.Desk);

        Assert.Equal(new WitnessCosigned(null, "lab", _stage.OwnLog.Name, size), await _stage.NextAsync());
        var kept = Assert.Single(await _stage.Broker.Parts.Cosignatures.FindAsync(_stage.OwnLog.Name, size, CancellationToken.None));
        Assert.Equal(_witness.VerifierKey, kept.WitnessKey);
    }

    private Task LaterAsync(int seconds)
    {
        _stage.Broker.Time.Advance(TimeSpan.FromSeconds(seconds));
        return LookAsync();
    }

    private Task LookAsync() => _stage.Desk.LookAsync(CancellationToken.None);
}
