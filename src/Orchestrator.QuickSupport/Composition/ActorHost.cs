using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Autofac.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Scheduling;
using Orchestrator.Actors.Sessions.AtInstrument;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>The actor system of one run, with the one actor that everything hangs below.</summary>
internal sealed class ActorHost : IAsyncDisposable
{
    // Nothing of Akka may reach the terminal, and the system's end isn't the process's.
    private const string Quiet = """
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        akka.coordinated-shutdown.exit-clr = off
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private readonly IHost _host;

    private ActorHost(IHost host, IActorRef instrument)
    {
        _host = host;
        Instrument = instrument;
    }

    /// <summary>The run's actor.</summary>
    public IActorRef Instrument { get; }

    /// <summary>Starts the system and the run.</summary>
    public static async Task<ActorHost> StartAsync(InstrumentSetup setup, ILoggerFactory? logging, CancellationToken cancellationToken)
    {
        var host = new HostBuilder()
            .UseServiceProviderFactory(new AutofacServiceProviderFactory())
            .ConfigureServices(services =>
            {
                services.AddSingleton<IHostLifetime, QuietLifetime>();
                if (logging is not null)
                    services.AddSingleton(logging);
                services.AddAkka("quicksupport", builder =>
                {
                    if (logging is null)
                        builder.AddHocon("akka.loglevel = OFF\nakka.loggers = []", HoconAddMode.Prepend);
                    else
                        builder.ConfigureLoggers(loggers => loggers.ClearLoggers().AddLoggerFactory(logging));
                    builder.AddHocon(Quiet, HoconAddMode.Prepend).AddHocon(TimerScheduler.Hocon, HoconAddMode.Prepend).AddInstrument(setup);
                });
            })
            .Build();
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        return new ActorHost(host, await host.Services.GetRequiredService<ActorRegistry>().GetAsync<InstrumentActor>(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        _host.Dispose();
    }
}
