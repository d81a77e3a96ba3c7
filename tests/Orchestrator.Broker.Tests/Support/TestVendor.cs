using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Broker.Setup;

namespace Orchestrator.Broker.Tests.Support;

/// <summary>What <c>init</c> makes, made once for each moment and copied for each test: the root's key is slow to encrypt, on purpose.</summary>
internal static class TestVendor
{
    private static readonly TestFolder Folder = new();
    private static readonly ConcurrentDictionary<DateTimeOffset, Lazy<Task<SetupResult>>> Made = new();

    static TestVendor() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    public static async Task CopyAsync(DateTimeOffset now, string dataFolder, string rootKeyFile)
    {
        var made = await Made.GetOrAdd(now, at => new Lazy<Task<SetupResult>>(() => MakeAsync(at))).Value;
        foreach (var folder in Directory.GetDirectories(made.DataFolder, "*", SearchOption.AllDirectories).Prepend(made.DataFolder))
        {
            Directory.CreateDirectory(folder.Replace(made.DataFolder, dataFolder, StringComparison.Ordinal));
        }

        foreach (var file in Directory.GetFiles(made.DataFolder, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, file.Replace(made.DataFolder, dataFolder, StringComparison.Ordinal));
        }

        File.Copy(made.RootKeyFile, rootKeyFile);
    }

    private static Task<SetupResult> MakeAsync(DateTimeOffset now)
    {
        var place = Folder.At(now.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var request = new SetupRequest
        {
            DataFolder = place, Domain = TestBroker.Domain, Organisation = "Example Instruments", RootKeyFile = place + ".root.pem", RootPassphrase = "a long enough passphrase",
        };
        return VendorSetup.CreateAsync(request, new FakeTimeProvider(now), new SharedKeys(), CancellationToken.None);
    }
}
