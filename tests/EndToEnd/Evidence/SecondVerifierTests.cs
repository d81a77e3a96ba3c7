using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Broker.Commands;
using Orchestrator.EndToEnd.Secrets;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.TestSupport;

namespace Orchestrator.EndToEnd.Evidence;

/// <summary>The evidence of a whole support case (screen, control, a file each way), judged by the auditor's program and by the verifier in JavaScript: one verdict, one report.</summary>
public sealed partial class SecondVerifierTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string Ours = typeof(SecondVerifierTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "Verifier").Value!;
    private static readonly string Theirs = Path.Combine(ShellScript.Root, "tests", "interop", "evidence", "verify.mjs");

    [SkippableFact]
    [Trait("Requirement", "R-AUD-9")]
    [Trait("Requirement", "R-AUD-12")]
    public async Task Both_prove_a_whole_session_and_report_the_same_of_it()
    {
        RealComponent.Require("node");
        var (ours, theirs) = await JudgeAsync(await BundleAsync("whole"));

        Assert.True(ours["proven"]!.GetValue<bool>(), $"{ours}");
        Assert.Equal("accepted", theirs["verdict"]!.GetValue<string>());
        foreach (var (our, their) in new[] { ("session", "session"), ("instrumentRecords", "records"), ("brokerRecords", "brokerRecords"), ("technicians", "technicians"), ("asks", "asks"), ("files", "files") })
            Assert.True(JsonNode.DeepEquals(ours[our], theirs[their]), $"{our}: {ours[our]?.ToJsonString()} here, {theirs[their]?.ToJsonString()} there");
        Assert.Equal(ours["technicians"]!.AsArray().Count, theirs["tickets"]!.GetValue<int>());

        // It really was a whole one.
        Assert.Equal(["control", "fetch-file", "send-file", "view"], ours["asks"]!.AsArray().Select(ask => ask!["capability"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal));
        Assert.True(ours["files"]!.AsArray().Count == 2, $"{ours["files"]}");
    }

    [SkippableTheory]
    [InlineData("grant.given", "seconds")]
    [InlineData("file.completed", "size")]
    [InlineData("session.ended", "monotonic")]
    [Trait("Requirement", "R-AUD-5")]
    public async Task Both_refuse_it_with_one_number_changed_for_the_same_reason_at_the_same_place(string code, string number)
    {
        RealComponent.Require("node");
        var bundle = await BundleAsync($"changed-{code}");
        await File.WriteAllTextAsync(bundle, Changed(await File.ReadAllTextAsync(bundle), code, number));

        var (ours, theirs) = await JudgeAsync(bundle);

        Assert.False(ours["proven"]!.GetValue<bool>());
        Assert.Equal("rejected", theirs["verdict"]!.GetValue<string>());
        Assert.Equal((ours["code"]!.GetValue<string>(), ours["place"]!.GetValue<string>()), (theirs["code"]!.GetValue<string>(), theirs["place"]!.GetValue<string>()));
        Assert.StartsWith("instrument.", ours["place"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<string> BundleAsync(string name)
    {
        var file = Path.Combine(demo.Output, $"{name}.evidence");
        using var said = new StringWriter();
        var exit = await BrokerProgram.RunAsync(["audit", "bundle", demo.Session.ToString(), "--data", demo.BrokerData, "--run", demo.RunFolder, "--out", file], said, said, Stream.Null);
        Assert.True(exit == 0, said.ToString());
        return file;
    }

    private async Task<(JsonNode Ours, JsonNode Theirs)> JudgeAsync(string bundle)
    {
        using var root = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(Path.Combine(demo.BrokerData, "certificates", "root.pem")));
        var trust = Convert.ToHexStringLower(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo()));
        return (await RunAsync(Ours, bundle, "--trust", trust, "--json"), await RunAsync("node", Theirs, bundle, "--trust", trust, "--json"));
    }

    /// <summary>What a verifier writes; it ends with 0 or 1, as the verdict is.</summary>
    private static async Task<JsonNode> RunAsync(string program, params string[] arguments)
    {
        await using var verifier = ExternalProcess.Start(program, arguments);
        using var limit = new CancellationTokenSource(Patience);
        var output = await verifier.Output.ReadToEndAsync(limit.Token);
        var code = await verifier.WaitForExitAsync(limit.Token);
        Assert.True(code is 0 or 1, $"{program} ended with {code}: {await verifier.ReadErrorsAsync()}");
        return JsonNode.Parse(output)!;
    }

    /// <summary>One more in a number of the first such record of the instrument, and a digest that fits.</summary>
    private static string Changed(string bundle, string code, string number)
    {
        foreach (Match member in Base64().Matches(bundle[..bundle.IndexOf("\"broker\":", StringComparison.Ordinal)]))
        {
            var line = Encoding.UTF8.GetString(Convert.FromBase64String(member.Groups[1].Value));
            if (!line.StartsWith("{\"v\":", StringComparison.Ordinal) || !line.Contains($"\"event\":\"{code}\"", StringComparison.Ordinal))
                continue;
            var more = Regex.Replace(line, $"(?<=\"{number}\":)[0-9]+", found => (long.Parse(found.Value, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture));
            Assert.NotEqual(line, more);
            var json = bundle[..bundle.IndexOf('\n', StringComparison.Ordinal)].Replace(member.Groups[1].Value, Convert.ToBase64String(Encoding.UTF8.GetBytes(more)), StringComparison.Ordinal);
            return $"{json}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(json)))}\n";
        }

        throw new InvalidDataException($"No record is a {code}.");
    }

    [GeneratedRegex("\"([A-Za-z0-9+/]{40,}={0,2})\"")]
    private static partial Regex Base64();
}
