using System.Text;
using System.Text.Json;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.ProxyClient;
using Orchestrator.TestSupport;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>Dials in a process of its own, with the environment that the test wants.</summary>
internal static class ProxyClientRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Orchestrator.ProxyClient.dll");

    /// <summary>One dial to a broker through a proxy.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="change">Proxy and credentials.</param>
    /// <param name="environment">Variables of the process.</param>
    public static async Task<Report> DialAsync(DialerFixture broker, Func<Order, Order> change, params (string Name, string? Value)[] environment)
    {
        var order = change(new Order("", "localhost", broker.Server.Port, broker.Root));
        var output = await ExternalProcess.RunAsync(
            "dotnet", [Program], environment.ToDictionary(one => one.Name, one => one.Value), JsonSerializer.SerializeToUtf8Bytes(order), Patience);
        return JsonSerializer.Deserialize<Report>(Encoding.UTF8.GetString(output))!;
    }
}
