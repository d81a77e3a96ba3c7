using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Orchestrator.Broker.Commands;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.EndToEnd.Evidence;

/// <summary>One session's evidence, as the vendor takes it out of his broker's folder while that serves.</summary>
internal static class SessionBundle
{
    /// <summary>Makes it as soon as the broker has signed the session's end; gives what the command said.</summary>
    public static async Task<JsonElement> MakeAsync(TestVendor vendor, string number, string file, params string[] more)
    {
        using var limit = new CancellationTokenSource(AttendedInstrument.Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var (code, output, error) = await TryAsync(vendor, number, file, [.. more, "--json"]);
            if (code == 0)
            {
                return JsonDocument.Parse(output).RootElement;
            }

            Assert.Contains("Try again", error, StringComparison.Ordinal);
            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>One attempt.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(TestVendor vendor, string number, string file, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await BrokerProgram.RunAsync(["audit", "bundle", number, "--data", vendor.Setup.DataFolder, "--out", file, .. more], output, error, Stream.Null);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>What an auditor knows of the vendor.</summary>
    public static KeyFingerprint RootOf(TestVendor vendor)
    {
        var pem = File.ReadAllText(Path.Combine(vendor.Setup.DataFolder, "certificates", "root.pem"));
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return KeyFingerprint.OfSpki(certificate.PublicKey.ExportSubjectPublicKeyInfo());
    }
}
