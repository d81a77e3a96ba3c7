using Orchestrator.Mutants;

if (args.Contains("--help"))
{
    Console.WriteLine(Options.Usage);
    return 0;
}

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var repository = new Repository(Environment.CurrentDirectory);
try
{
    var page = Traceability.Read(repository.Page);
    // Somebody who looks at single rows may do so while the page isn't whole.
    var faults = options.Ids.Count > 0 ? [] : new PageCheck(repository, page).Faults().ToArray();
    foreach (var fault in faults)
        Console.Error.WriteLine($"docs/traceability.md: {fault}");
    if (faults.Length > 0)
        return 2;
    if (options.OnlyCheck)
    {
        Console.Error.WriteLine($"{page.Methods.Select(method => method.Id).Distinct().Count()} requirements with {page.Methods.Count} methods, {page.Checks.Count} checks: all of them are there.");
        return 0;
    }

    var (exitCode, commit) = options.Seed is null ? await Command.Run("git", ["rev-parse", "HEAD"], TimeSpan.FromSeconds(10)) : (0, options.Seed);
    if (exitCode != 0)
        throw new TableException("There is no commit whose hash could be the seed: give one with --seed.");
    return await new Trial(repository, page, options, commit.Trim()).Run();
}
catch (TableException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
