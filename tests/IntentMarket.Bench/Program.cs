using IntentMarket.Bench;

try
{
    if (args is ["routing", .. var numbers])
        return RoutingBench.Run(numbers);
    var options = new Options(args.Skip(1));
    switch (args.FirstOrDefault())
    {
        case "amqp":
            return await AmqpBench.Run(options);
        case "fuzz":
            return await FuzzBench.Run(options);
        case "upgrade":
            return await UpgradeRun.Run(options);
        case "rest":
            return await RestBench.Run(options);
        case "decide":
            return await DecideBench.Run(options);
        case "book":
            return BookBench.Run(options);
        case "parts":
            PartsBench.Run();
            return 0;

        // What stands beside the market runs in a process of its own, as the market does.
        case BarePipeline.Verb:
            return await BarePipeline.Serve(options);
        case ObviousMarket.Verb:
            return await ObviousMarket.Serve(options);
        default:
            Console.Error.WriteLine(
                "usage: IntentMarket.Bench amqp|rest|upgrade|fuzz|decide|book|parts [name=value]… or routing …  (see "
                + "tests/IntentMarket.Bench/README.md)");
            return 2;
    }
}
catch (BenchException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 1;
}
