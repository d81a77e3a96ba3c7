using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Settings;
using Orchestrator.PluginFolders;

namespace Orchestrator.Broker.Commands;

/// <summary><c>serve</c>: runs the broker until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandIo io)
    {
        var data = CommonOptions.Data();
        var listen = CommonOptions.Text("--listen", "Address and port, for example 0.0.0.0:443 or [::]:443. Port 0 takes a free one.", "ADDR:PORT");
        var plugins = new Option<string?>("--plugins") { Description = "Folder of further plugins, as <id>/<version>/plugin.json.", HelpName = "DIR" };
        var trust = new Option<string?>("--plugin-trust") { Description = $"Whose plugins are loaded from there. Default: {PluginTrustFile.Name} in the data folder.", HelpName = "FILE" };
        var unsigned = new Option<bool>("--allow-unsigned") { Description = "Load plugins that nobody signed, too. Development builds only." };
        var verbose = new Option<bool>("--verbose") { Description = "Diagnostics of each link." };
        var command = new Command("serve", "Run the broker until Ctrl-C or SIGTERM.") { data, listen, plugins, trust, verbose };
        if (io.IsDevelopmentBuild)
        {
            command.Options.Add(unsigned);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = DataFolder.At(result.GetRequiredValue(data));
            var options = new BrokerOptions
            {
                DataFolder = folder.Root,
                Listen = ParseEndPoint(result.GetRequiredValue(listen)),
                PluginFolder = result.GetValue(plugins) is { } path
                    ? new PluginFolderOptions(path, result.GetValue(trust) ?? folder.PluginTrust, io.IsDevelopmentBuild && result.GetValue(unsigned))
                    : null,
                Time = io.Time,
                Logging = log => log
                    .SetMinimumLevel(result.GetValue(verbose) ? LogLevel.Debug : LogLevel.Information)
                    .AddFilter("Microsoft", LogLevel.Warning)
                    .AddSimpleConsole(console => console.SingleLine = true),
            };
            if (options.PluginFolder is { AllowUnsigned: true } open)
            {
                await io.Error.WriteLineAsync(open.UnsignedWarning);
            }

            await using var host = await BrokerHost.StartAsync(options, cancellationToken);
            io.Output.WriteLine($"Listening on {host.BoundEndPoint}. Ctrl-C ends it.");
            var stopped = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
            await stopped.Task;
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static IPEndPoint ParseEndPoint(string text)
    {
        // A bare address would mean port 0: say what is missing instead of taking any port.
        var hasPort = text.LastIndexOf(':') > text.LastIndexOf(']') && (text.StartsWith('[') || text.Count(c => c == ':') == 1);
        return hasPort && IPEndPoint.TryParse(text, out var endPoint)
            ? endPoint
            : throw new BrokerException(ExitCode.Refused, $"'{text}' isn't an address with a port. Write for example 0.0.0.0:443 or [::]:443.");
    }
}
