using Akka.Actor;
using Akka.Configuration;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Scheduling;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Benchmarks.Handshakes;

/// <summary>Ten thousand strangers who send M1 to the broker's accepting half, take M2, and wait: what they cost, and what is left when their time is over.</summary>
internal sealed class HalfOpenBenchmark : IBenchmark
{
    private const int Strangers = 10_000;
    private const double StateTarget = 8_192;

    public string Name => "half-open";

    public string Question => "Ten thousand half-open handshakes: memory and processor time of each, and what is left of them.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        var parties = new Parties();
        var settings = parties.Responder(HandshakeProfile.Link);
        using var first = new HandshakeInitiator(parties.Initiator(HandshakeProfile.Link));
        var m1 = first.Start();
        var time = new HeldTime();
        using var system = ActorSystem.Create("broker", ConfigurationFactory.ParseString($"{TimerScheduler.Hocon}\nakka.loglevel = OFF\nakka.stdout-loglevel = OFF\nakka.loggers = []"));
        var links = system.ActorOf(BrokerLinksActor.Props(Accepting(settings, time), ActorRefs.Nobody), "links");
        await KnockAsync(links, m1, 200, cancellationToken);
        report.Add(new Figure("state of the handshake alone", State(settings, m1), "bytes", Machine.Load, "mean of 2,000", StateTarget));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var meter = CpuMeter.Own();
        var ended = await KnockAsync(links, m1, Strangers, cancellationToken);
        var spent = meter.Seconds;
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        report.Add(new Figure("each, with its actor and its two pipes", held / 1024.0 / Strangers, "KiB", Machine.Load, $"{held >> 20} MiB for {Strangers:N0}"));
        report.Add(new Figure("each, from M1 to M2", spent * 1000 / Strangers, "ms CPU", Machine.Load, "the stranger's part, which is little, is in it"));

        time.LetGo();
        await Task.WhenAll(ended).WaitAsync(cancellationToken);
        ended = [];
        var left = GC.GetTotalMemory(forceFullCollection: true) - before;
        report.Add(new Figure("left when ten seconds are over", left / 1024.0 / Strangers, "KiB each", Machine.Load));
    }

    private static double State(HandshakeSettings settings, ReadOnlyMemory<byte> m1)
    {
        const int many = 2_000;
        var machines = new HandshakeResponder[many];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < many; i++)
        {
            machines[i] = new HandshakeResponder(settings);
            machines[i].Receive(m1);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)many;
        foreach (var machine in machines)
        {
            machine.Dispose();
        }

        return each;
    }

    private static async Task<Task[]> KnockAsync(IActorRef links, ReadOnlyMemory<byte> m1, int strangers, CancellationToken cancellationToken)
    {
        var ended = new Task[strangers];
        for (var i = 0; i < strangers; i++)
        {
            var pipes = new DuplexPipePair();
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            links.Tell(new AcceptedBytes(pipes.Far, "192.0.2.7:40000", "benchmark", over));
            await pipes.Near.Output.WriteAsync(m1, cancellationToken);
            var answer = await pipes.Near.Input.ReadAsync(cancellationToken);
            pipes.Near.Input.AdvanceTo(answer.Buffer.End);
            ended[i] = over.Task;
        }

        return ended;
    }

    /// <summary>A broker whose parts behind the handshake nobody here reaches.</summary>
    private static BrokerSetup Accepting(HandshakeSettings settings, TimeProvider time) => new(
        _ => settings, null!, "", null!, null!, null!, _ => null, null!, SystemRandomSource.Instance, time)
    {
        Approvals = null!,
        Recovered = null!,
    };
}
