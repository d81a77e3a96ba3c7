using System.Reflection;
using Orchestrator.Audit.Export;

namespace Orchestrator.Verifier;

/// <summary>
/// <c>export</c>: a log or a bundle as a page for people and as JSON lines. Of a log whatever is there, with what its verification found; of a bundle only what is proven, since
/// a file that doesn't hold is evidence of nothing. Exit 0 proven, 1 written with findings, or not written.
/// </summary>
internal static class ExportCommand
{
    private static readonly CommandShape LogShape = CommandShape.Log(CommandOption.Out);
    private static readonly CommandShape BundleShape = CommandShape.Bundle(CommandOption.Out);

    private static string MadeBy { get; } =
        $"orchestrator-verify {typeof(ExportCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    public static int Run(string[] args, TextWriter output, TimeProvider time) =>
        BundleCommand.IsMeant(args) ? OfBundle(CommandLine.Parse(args, BundleShape), output, time) : OfLog(CommandLine.Parse(args, LogShape), output, time);

    private static int OfLog(CommandLine line, TextWriter output, TimeProvider time) =>
        Write(line, LogExports.OfFolder(line.Subject, TrustReading.LogKey(line.Value(CommandOption.Key)), MadeBy, time.GetUtcNow()), output);

    private static int OfBundle(CommandLine line, TextWriter output, TimeProvider time)
    {
        var trust = TrustReading.OfBundle(line);
        var (verdict, export) = BundleExports.OfFile(BundleCommand.Read(line.Subject), trust, MadeBy, time.GetUtcNow());
        if (export is not null)
            return Write(line, export, output);
        BundleReport.Write(verdict.Fault!, output);
        output.WriteLine("Nothing was written.");
        return verdict.ExitCode;
    }

    private static int Write(CommandLine line, SessionExport export, TextWriter output)
    {
        output.WriteLine($"Written: {ExportFolder.Write(line.Value(CommandOption.Out), export)}");
        foreach (var log in export.Logs)
            output.WriteLine($"{log.Lines.Length} records: {(log.Proof.IsProven ? "verified" : "NOT verified")}. {log.Proof.Sentence}");
        return export.Logs.All(log => log.Proof.IsProven) ? 0 : 1;
    }
}
