using Microsoft.Extensions.Time.Testing;
using Orchestrator.Actors.Links;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>What follows when somebody isn't heard, second by second.</summary>
public sealed class SilenceWatchTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    [Trait("Requirement", "R-ZT-5")]
    public void Fifteen_seconds_of_silence_hold_and_thirty_end()
    {
        var watch = new SilenceWatch(Party.Technician, _time);
        Assert.Equal([.. Enumerable.Repeat<SessionCommand?>(null, 14), new HostCommands.LoseLink(Party.Technician), .. Enumerable.Repeat<SessionCommand?>(null, 14)], Look(watch, 0, seconds: 29));
        Assert.Equal([new HostCommands.End(Party.Instrument, EndReason.LinkLost)], Look(watch, 0, seconds: 1));
    }

    [Fact]
    [Trait("Requirement", "R-ZT-5")]
    public void Whoever_is_heard_again_is_restored_once_and_watched_anew()
    {
        var watch = new SilenceWatch(Party.Broker, _time);
        Look(watch, 0, seconds: 20);
        Assert.Equal([new HostCommands.RestoreLink(Party.Broker), .. Enumerable.Repeat<SessionCommand?>(null, 14)], Look(watch, 1, seconds: 15));
        Assert.Equal([new HostCommands.LoseLink(Party.Broker)], Look(watch, 1, seconds: 1));
    }

    [Fact]
    public void Whoever_is_heard_every_five_seconds_has_no_consequence()
    {
        var watch = new SilenceWatch(Party.Broker, _time);
        for (var heard = 1; heard < 100; heard++)
        {
            Assert.All(Look(watch, heard, seconds: 5), Assert.Null);
        }
    }

    private List<SessionCommand?> Look(SilenceWatch watch, long heard, int seconds)
    {
        var commands = new List<SessionCommand?>();
        for (var second = 0; second < seconds; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            commands.Add(watch.Look(heard));
        }

        return commands;
    }
}
