using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Setup;
using Orchestrator.Links.Dialing;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.Technician;

namespace Orchestrator.Testbed.Play.Vendor;

/// <summary>
/// One vendor for many scenarios: keys, configuration for port 443, a serving broker, and one trained technician at an approved console. Each scenario
/// has a session of its own.
/// </summary>
public sealed class ScenarioVendor : IAsyncDisposable
{
    private const string Account = "t.berg";

    /// <summary>Each scenario joins once; the authenticator alone gives two codes a minute.</summary>
    private const int RecoveryCodes = 400;

    private readonly ServingBroker _broker;
    private readonly ConsoleRun _console;
    private readonly Person _technician;

    private ScenarioVendor(ServingBroker broker, SetupResult setup, ConsoleRun console, Person technician)
    {
        _broker = broker;
        Setup = setup;
        _console = console;
        _technician = technician;
    }

    /// <summary>Where everything lies.</summary>
    public SetupResult Setup { get; }

    /// <summary>Where the broker listens.</summary>
    public IPEndPoint Listens => _broker.Listens;

    /// <summary>Makes the vendor and starts the broker in this process.</summary>
    /// <param name="folder">Everything of the vendor lies here.</param>
    /// <param name="listen">Address and port; port 0 takes a free one.</param>
    /// <param name="console">The technician's network, given where the broker listens.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static Task<ScenarioVendor> StartAsync(
        string folder, IPEndPoint listen, Func<IPEndPoint, INetwork> console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        return StartAsync(folder, ServeAsync, cancellationToken);

        async Task<ServingBroker> ServeAsync(SetupResult setup, CancellationToken token)
        {
            var host = await BrokerHost.StartAsync(new BrokerOptions { DataFolder = setup.DataFolder, Listen = listen }, token);
            return new ServingBroker(host, host.BoundEndPoint, console(host.BoundEndPoint));
        }
    }

    /// <summary>Makes the vendor, whose broker is started by somebody else.</summary>
    /// <param name="folder">Everything of the vendor lies here.</param>
    /// <param name="serve">Starts the broker on what was set up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ScenarioVendor> StartAsync(
        string folder, Func<SetupResult, CancellationToken, Task<ServingBroker>> serve, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serve);
        var time = TimeProvider.System;
        var data = Path.Combine(folder, "broker");
        var setup = await VendorSetup.CreateAsync(
            new SetupRequest
            {
                DataFolder = data,
                Domain = SiteNames.Broker,
                Organisation = "Example Instruments",
                RootKeyFile = Path.Combine(folder, "root.key.pem"),
                RootPassphrase = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)),
            },
            time,
            cancellationToken);
        var technician = await Person.AddAsync(data, Account, "Tine Berg", "technician", time);
        foreach (var course in new[] { "remote-support", "data-and-privacy" })
            await Person.RunAsync("training", "record", Account, "--data", data, "--course", course, "--version", "1", "--trainer", "Maria Roth", "--date", time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--score", "95", "--valid-days", "365");
        var broker = await serve(setup, cancellationToken);
        try
        {
            var run = await ConsoleRun.OpenAsync(
                new ConsoleOptions { ConfigurationPath = setup.ClientConfiguration, DataDirectory = Path.Combine(folder, "console"), Network = broker.Technician },
                cancellationToken);
            await technician.ActivateAsync(run, cancellationToken);
            await technician.ApproveAsync(run.Digits);
            await QuickAccounts.MorePaperAsync(data, technician, RecoveryCodes, cancellationToken);
            return new ScenarioVendor(broker, setup, run, technician);
        }
        catch
        {
            await broker.Host.DisposeAsync();
            throw;
        }
    }

    /// <summary>The technician joins a session with what the operator read out.</summary>
    /// <exception cref="ConsoleException">Not admitted, or the instrument isn't there.</exception>
    public Task<ConsoleSession> JoinAsync(string number, string pin, CancellationToken cancellationToken) => Domain.SessionNumber.TryParse(number, out var session)
        ? _console.ConnectAsync(_technician.Wish(session, pin, "liquid not detected"), cancellationToken)
        : throw new WorldException($"The operator read out “{number}”, which is no session number.");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _broker.Host.DisposeAsync();
    }
}
