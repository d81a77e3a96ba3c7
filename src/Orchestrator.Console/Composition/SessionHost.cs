using Akka.Event;
using Akka.Hosting;
using Autofac.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrator.Actors.Scheduling;
using Orchestrator.Actors.Sessions.AtConsole;

namespace Orchestrator.Technicians.Composition;

/// <summary>The actor system of one session: composed by Autofac, started by Akka.Hosting, without configuration from files or variables.</summary>
internal static class SessionHost
{
    // A terminal program prints what concerns the technician, and nothing of the machinery below.
    private const string Quiet = "akka.stdout-loglevel = OFF\nakka.log-dead-letters = off\nakka.log-dead-letters-during-shutdown = off";

    public static IHost Build(ConsoleSetup setup)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "orchestrator" });
        builder.ConfigureContainer(new AutofacServiceProviderFactory());
        builder.Services.AddLogging();
        builder.Services.AddAkka("console", akka => akka
            .AddHocon(Quiet, HoconAddMode.Prepend)
            .AddHocon(TimerScheduler.Hocon, HoconAddMode.Prepend)
            .ConfigureLoggers(logs =>
            {
                logs.ClearLoggers();
                logs.LogLevel = Akka.Event.LogLevel.ErrorLevel;
            })
            .AddConsole(setup));
        return builder.Build();
    }
}
